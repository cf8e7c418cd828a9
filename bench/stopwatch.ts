/** Wall-clock milliseconds of `work`. */
export function milliseconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** CPU milliseconds of this process for `work`, including garbage collection: other load on the machine does not count. */
export function coreMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The median of several runs after a warm-up run: a mean would include pauses of garbage collection and other load on the machine. */
export function medianMilliseconds(runs: number, work: () => void, measure = milliseconds): number {
  work();
  const times = Array.from({ length: runs }, () => measure(work)).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}
