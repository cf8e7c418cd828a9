/** How a collector keeps inside its container's memory limit: the Go runtime collects more often, then the collector refuses spans, and only then would the kernel kill it. */
import { mebibytes, type Memory } from '../../config/quantities';
import type { Settings } from './collector-config';

/** Share of the container's limit above which the memory limiter refuses everything. */
const hardShare = 0.8;
/** Share of the container's limit by which the soft limit lies below: from there on new data is refused while what is inside drains. */
const spikeShare = 0.2;

/** Value of GOMEMLIMIT for what has no memory limiter. 768 Mi: `614MiB`. */
export function goMemoryLimit(limit: Memory): string {
  return `${Math.floor(mebibytes(limit) * hardShare)}MiB`;
}

/**
 * Value of GOMEMLIMIT for a collector: where the limiter begins to refuse, because the limiter counts garbage as well. Below it the heap doubles between two collections
 * (GOGC, Go's own 100): collecting is a third of what a gateway does with 50. The nearer it comes, the less it grows. 768 Mi: `460MiB`.
 */
export function collectorMemoryLimit(limit: Memory): string {
  return `${Math.floor(mebibytes(limit) * (hardShare - spikeShare))}MiB`;
}

/** The memory_limiter processor, which must be the first of every pipeline that receives. 768 Mi: refuses from 461 MiB on, everything above 614 MiB. */
export function memoryLimiter(limit: Memory): Settings {
  return {
    check_interval: '1s',
    limit_mib: Math.floor(mebibytes(limit) * hardShare),
    spike_limit_mib: Math.floor(mebibytes(limit) * spikeShare),
  };
}
