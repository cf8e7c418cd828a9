import { availableParallelism, loadavg } from 'node:os';
import { type Duration, durationOf, milliseconds } from '../../config/duration';

/**
 * A time limit finds what hangs; it is written for a machine that has nothing else to do. With `load` programs that want to run on `cores` cores each of them gets
 * `cores/load` of one, so everything takes `load/cores` times as long, and so does the limit: 30 s become 5 min at a load of 20 on 2 cores.
 * To be asked again while waiting: the system's average follows a new load within a minute.
 */
export function patient(limit: Duration, slowdown = presentSlowdown()): Duration {
  // whole milliseconds: a time limit of a child process is an integer
  return durationOf(Math.ceil(milliseconds(limit) * Math.max(1, slowdown)) / 1000);
}

/** Programs that want to run for each core, as an average over the last minute. */
function presentSlowdown(): number {
  const [lastMinute = 0] = loadavg();
  return lastMinute / availableParallelism();
}
