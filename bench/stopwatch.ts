/** Milliseconds that `work` takes. */
export function milliseconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Milliseconds of a core that this process uses for `work`, garbage collection included: what else the machine does is not in it. */
export function coreMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The middle of several runs after one that warms up: a mean would carry the collector's pauses and whatever else the machine does. */
export function medianMilliseconds(runs: number, work: () => void, measure = milliseconds): number {
  work();
  const times = Array.from({ length: runs }, () => measure(work)).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}
