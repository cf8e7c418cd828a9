/**
 * Merges two lists of `--name=value` or `--name` flags: one of the second list takes the place of those of the same name in the
 * first. Repeating a flag is no substitute: Prometheus refuses it, and lists would grow.
 */
export function mergeFlags(flags: readonly string[], winning: readonly string[]): readonly string[] {
  const names = new Set(winning.map(flagName));
  return [...flags.filter((flag) => !names.has(flagName(flag))), ...winning];
}

/** klog's single-dash flags (`-v=4`) count as the same name. */
function flagName(flag: string): string {
  const name = /^--?([^=]+)/.exec(flag)?.[1];
  if (name === undefined) throw new Error(`a flag must be written as one item, --name=value, got "${flag}"`);
  return name;
}
