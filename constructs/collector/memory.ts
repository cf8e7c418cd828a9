/** How a collector stays within its container's memory limit: first the Go runtime collects garbage more often, then the collector refuses spans, and only then would the kernel kill it. */
import { mebibytes, type Memory } from '../../config/quantities';
import type { Settings } from './collector-config';

/** Share of the container's limit that is the Go runtime's target (GOMEMLIMIT) and the memory limiter's hard limit, above which it refuses all data. */
const hardShare = 0.8;
/** Share of the container's limit between soft and hard limit. Above the soft limit new data is refused while queued data drains. */
const spikeShare = 0.2;

/** Value of GOMEMLIMIT. 768 Mi: `614MiB`. */
export function goMemoryLimit(limit: Memory): string {
  return `${Math.floor(mebibytes(limit) * hardShare)}MiB`;
}

/**
 * Value of GOGC: the heap may grow by this percentage of its live size between two collections. A gateway keeps spans for seconds, so most of its heap is live, and
 * Go's default of 100 would double it.
 */
export const goCollection = '50';

/** The memory_limiter processor, which must be the first of every pipeline that receives. 768 Mi: a soft limit of 461 MiB and a hard limit of 614 MiB. */
export function memoryLimiter(limit: Memory): Settings {
  return {
    check_interval: '1s',
    limit_mib: Math.floor(mebibytes(limit) * hardShare),
    spike_limit_mib: Math.floor(mebibytes(limit) * spikeShare),
  };
}
