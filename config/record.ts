/** Reads values of unknown shape, from a file or from a server's answer. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path such as `spec.containers.0.image`, given as text or as its steps; undefined where a step is missing. */
export function valueAt(value: unknown, path: string | readonly (string | number)[]): unknown {
  return (typeof path === 'string' ? stepsOf(path) : path).reduce(memberOf, value);
}

/** Steps of a path: `a.b[0]['c.d']` → a, b, 0, c.d. An item of a list may also be written `b.0`. */
export function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\['([^']+)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) => quoted ?? index ?? name ?? '');
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)] as unknown;
  return isRecord(value) ? value[key] : undefined;
}
