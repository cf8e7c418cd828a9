/** Reads values of unknown shape, from a file or from a server's answer. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at `spec.containers.0.image`, or at the steps of such a path; undefined where one is missing. */
export function valueAt(value: unknown, path: string | readonly (string | number)[]): unknown {
  return (typeof path === 'string' ? stepsOf(path) : path).reduce(memberOf, value);
}

/** `a.b[0]['c.d']` → a, b, 0, c.d; an item of a list also as `b.0`. */
export function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\['([^']+)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) => quoted ?? index ?? name ?? '');
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)] as unknown;
  return isRecord(value) ? value[key] : undefined;
}
