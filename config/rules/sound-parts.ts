/**
 * A configuration with faults, as the rules between fields read it. Reading a faulty value throws and ends that rule; everything else can be read.
 * So a missing unit in one place hides neither a wrong name beside it nor a cap that is too large elsewhere.
 */
import type { z } from 'zod';

export type Path = readonly (string | number)[];

/** Thrown when a rule reads a value of the wrong shape. The value's own problem is already reported. */
export class Unsound extends Error {
  public constructor(public readonly path: Path) {
    super(`${path.join('.')} has a fault`);
    this.name = 'Unsound';
  }
}

/** The places of the faults, as a tree by field and position. */
export interface Faults {
  /** `unknown`: an option that does not exist, which rules must not see. `broken`: an option that is missing or has the wrong shape. */
  readonly kind?: 'broken' | 'unknown' | undefined;
  readonly within: ReadonlyMap<string, Faults>;
}

const none: Faults = { within: new Map() };

export function faultsOf(issues: readonly z.core.$ZodIssue[]): Faults {
  return issues.reduce((faults, issue) => {
    const path = issue.path.map(String);
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.reduce((tree, key) => marked(tree, [...path, key], 'unknown'), faults);
      case 'invalid_key':
        return marked(faults, path, 'unknown');
      case 'invalid_union':
        // the field that selects the variant is wrong, so the meaning of the other fields is unknown
        return marked(faults, path.slice(0, -1), 'broken');
      default:
        return marked(faults, path, 'broken');
    }
  }, none);
}

function marked(faults: Faults, path: readonly string[], kind: NonNullable<Faults['kind']>): Faults {
  const [first, ...rest] = path;
  if (first === undefined) return { ...faults, kind: faults.kind ?? kind };
  return { ...faults, within: new Map(faults.within).set(first, marked(faults.within.get(first) ?? none, rest, kind)) };
}

export function faultsWithin(faults: Faults | undefined, ...path: readonly string[]): Faults | undefined {
  return path.reduce<Faults | undefined>((tree, step) => tree?.within.get(step), faults);
}

/** Positions of list items that are left out, by the path of the list as `a.b[0].c`. */
export type LeftOut = ReadonlyMap<string, ReadonlySet<number>>;

/** Wraps `value` so that reading a faulty part throws `Unsound`. */
export function sound(value: unknown, faults: Faults | undefined, path: Path, leftOut: LeftOut): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const out = leftOut.get(pathText(path));
  if (faults === undefined && out === undefined && !touches(leftOut, path)) return value;
  if (Array.isArray(value) && out !== undefined)
    return value.flatMap((item: unknown, index) => (out.has(index) ? [] : [soundItem(item, faults, [...path, index], leftOut)]));
  return guarded(value, faults ?? none, path, leftOut);
}

function soundItem(item: unknown, faults: Faults | undefined, path: Path, leftOut: LeftOut): unknown {
  return sound(item, faultsWithin(faults, String(path.at(-1))), path, leftOut);
}

const written = new WeakMap<object, object>();

/** The original of a wrapped value, for messages. */
export function asWritten(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (written.get(value) ?? value) : value;
}

function guarded(value: object, faults: Faults, path: Path, leftOut: LeftOut): unknown {
  const isHidden = (key: string | symbol): boolean => typeof key === 'string' && faults.within.get(key)?.kind === 'unknown';
  const proxy = new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || typeof inner === 'function') return inner;
      const fault = faults.within.get(key);
      const at = [...path, Array.isArray(target) && /^\d+$/.test(key) ? Number(key) : key];
      if (fault?.kind === 'broken') throw new Unsound(at);
      return fault?.kind === 'unknown' ? undefined : sound(inner, fault, at, leftOut);
    },
    has: (target, key) => !isHidden(key) && Reflect.has(target, key),
    ownKeys: (target) => Reflect.ownKeys(target).filter((key) => !isHidden(key)),
  });
  written.set(proxy, value);
  return proxy;
}

function touches(leftOut: LeftOut, path: Path): boolean {
  const text = pathText(path);
  return [...leftOut.keys()].some((list) => text === '' || list.startsWith(`${text}.`) || list.startsWith(`${text}[`));
}

/** `a.b[0].c` */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
