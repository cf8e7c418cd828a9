/** How a collector keeps inside its container's memory limit: the Go runtime collects sooner, then the collector refuses spans, and only then would the kernel kill it. */
import { mebibytes, type Memory } from '../../config/quantities';
import type { Settings } from './collector-config';

/** Share of the container's limit that the Go runtime aims at (GOMEMLIMIT), and above which the memory limiter refuses everything. */
const hardShare = 0.8;
/** Share of the container's limit by which the soft limit lies below: from there on new data is refused while what is inside drains. */
const spikeShare = 0.2;

/** Value of GOMEMLIMIT. 768 Mi: `614MiB`. */
export function goMemoryLimit(limit: Memory): string {
  return `${Math.floor(mebibytes(limit) * hardShare)}MiB`;
}

/**
 * Value of GOGC: the heap may grow by this percentage of what is live between two collections. A gateway holds spans for seconds, so most of its heap is live, and
 * Go's own 100 would double it.
 */
export const goCollection = '50';

/** The memory_limiter processor, which must be the first of every pipeline that receives. 768 Mi: refuses from 461 MiB on, everything above 614 MiB. */
export function memoryLimiter(limit: Memory): Settings {
  return {
    check_interval: '1s',
    limit_mib: Math.floor(mebibytes(limit) * hardShare),
    spike_limit_mib: Math.floor(mebibytes(limit) * spikeShare),
  };
}
