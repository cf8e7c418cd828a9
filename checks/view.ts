/** Objects of a kind, parsed into the shape that checks use. Objects of another shape are left out of the view, and a check of its own reports them. */
import type { z } from 'zod';
import type { ManifestObject, Manifests } from './manifest';

export interface Viewed<T> {
  readonly object: ManifestObject;
  readonly value: T;
}

export interface View<T> {
  readonly of: (manifests: Manifests) => readonly Viewed<T>[];
  /** Objects of the kind that do not have the shape, each with the reason. */
  readonly unreadable: (manifests: Manifests) => readonly { readonly object: ManifestObject; readonly problem: string }[];
}

type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Kinds of one API group, whatever their version. */
export interface Kinds {
  readonly group: string;
  readonly kinds: readonly string[];
}

export function view<T>({ group, kinds }: Kinds, shape: z.ZodType<T>): View<T> {
  const readings = new WeakMap<ManifestObject, Reading<T>>();
  const read = (object: ManifestObject): Reading<T> => {
    const reading = readings.get(object) ?? parse(object, shape);
    readings.set(object, reading);
    return reading;
  };
  const candidates = ({ objects }: Manifests): readonly ManifestObject[] => objects.filter((object) => object.group === group && kinds.includes(object.kind));
  return {
    of: computedOnce((manifests) =>
      candidates(manifests).flatMap((object) => {
        const reading = read(object);
        return reading.ok ? [{ object, value: reading.value }] : [];
      }),
    ),
    unreadable: (manifests) =>
      candidates(manifests).flatMap((object) => {
        const reading = read(object);
        return reading.ok ? [] : [{ object, problem: reading.problem }];
      }),
  };
}

/** Groups items by their keys, in the order of the items, so that look-ups among many objects are fast. */
export function groupedBy<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}

/** A function whose result is computed once for each set of manifests, however many checks call it. */
export function computedOnce<T>(compute: (manifests: Manifests) => T): (manifests: Manifests) => T {
  const known = new WeakMap<Manifests, { readonly value: T }>();
  return (manifests) => {
    const { value } = known.get(manifests) ?? { value: compute(manifests) };
    known.set(manifests, { value });
    return value;
  };
}

function parse<T>({ body }: ManifestObject, shape: z.ZodType<T>): Reading<T> {
  const result = shape.safeParse(body, { reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  const [issue] = result.error.issues;
  const received = issue?.input === undefined ? 'nothing' : JSON.stringify(issue.input).slice(0, 80);
  return { ok: false, problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}, received ${received}` };
}
