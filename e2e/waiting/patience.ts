import { availableParallelism, loadavg } from 'node:os';
import { type Duration, durationOf, milliseconds } from '../../config/duration';

/**
 * Extends a time limit, which is stated for an idle machine. With `load` runnable programs on `cores` cores each of them gets
 * `cores/load` of one, so everything takes `load/cores` times as long, and so does the limit: 30 s become 5 min at a load of 20 on 2 cores.
 * Call it again while waiting: the system's average follows a new load within a minute.
 */
export function patient(limit: Duration, slowdown = presentSlowdown()): Duration {
  // whole milliseconds: a time limit of a child process is an integer
  return durationOf(Math.ceil(milliseconds(limit) * Math.max(1, slowdown)) / 1000);
}

/** Runnable programs for each core, as an average over the last minute. */
function presentSlowdown(): number {
  const [lastMinute = 0] = loadavg();
  return lastMinute / availableParallelism();
}
