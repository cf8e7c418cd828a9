/** Milliseconds that `work` takes. */
export function milliseconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The middle of several runs after one that warms up: a mean would carry the collector's pauses and whatever else the machine does. */
export function medianMilliseconds(runs: number, work: () => void): number {
  work();
  const times = Array.from({ length: runs }, () => milliseconds(work)).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}
