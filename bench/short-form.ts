/** `--short`: a benchmark that shows that it runs, in seconds and without a number to keep. The gate runs this form, so that no benchmark is found broken by who needs it. */
export const short = process.argv.includes('--short');

/** A number of rounds, workloads or seconds, and the one for the short form. */
export function rounds(full: number, inShort: number): number {
  return short ? inShort : full;
}
