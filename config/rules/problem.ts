/** One mistake in a configuration: its path, the rule that it breaks, and the value received. */
export interface Problem {
  /** Dotted path from the environment's name, for example `dev.workloads[0].scaling.minReplicas`. */
  readonly path: string;
  readonly rule: string;
  readonly received: unknown;
}

/** All problems of a configuration at once. */
export class ConfigurationError extends Error {
  public constructor(public readonly problems: readonly Problem[]) {
    super([`${problems.length} problem${problems.length === 1 ? '' : 's'} in the configuration:`, ...problems.map(describe)].join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** `  <path>: <rule>, received <value>` */
export function describe(problem: Problem): string {
  return `  ${problem.path}: ${problem.rule}, received ${shown(problem.received)}`;
}

/** A value as an author would write it. JSON has neither NaN nor infinity. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
