/** A command line that cannot be followed, with everything that is wrong with it. */
export class UsageError extends Error {
  public constructor(public readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'UsageError';
  }
}
