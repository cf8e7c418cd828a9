/** `--short`: runs the benchmark in seconds, to show that it works; its numbers mean nothing. The gate runs this form, so that a broken benchmark is noticed before somebody needs it. */
export const short = process.argv.includes('--short');

/** A number of rounds, workloads or seconds: `full`, or with `--short` `inShort`. */
export function rounds(full: number, inShort: number): number {
  return short ? inShort : full;
}
