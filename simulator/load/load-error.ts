const mostProblems = 20;

/** A load that cannot be played, with the problem of each line. */
export class LoadError extends Error {
  public readonly problems: readonly string[];

  public constructor(problems: readonly string[]) {
    const told = problems.length > mostProblems ? [...problems.slice(0, mostProblems), `and ${problems.length - mostProblems} more`] : problems;
    super(told.join('\n'));
    this.name = 'LoadError';
    this.problems = told;
  }
}
