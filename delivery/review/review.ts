/** What a change of generated manifests does, as data. */
import { z } from 'zod';
import { nameOf, type ManifestObject } from '../../checks/manifest';
import { lostByOldPods } from '../overlap';
import type { Generation } from './generation-at';
import { hashless, objectChanges, type ObjectChange } from './object-changes';
import { judged, risks, worst } from './risk';

const judgement = { risk: z.enum(risks), why: z.string() };

/** The schema of `review.json`; a field is only ever added to it. */
export const reviewSchema = z.object({
  version: z.literal(1),
  base: z.string(),
  head: z.string(),
  risk: z.enum(risks),
  environments: z.array(
    z.object({
      name: z.string(),
      ...judgement,
      /** What the pods of the version before lose while they are replaced. */
      during: z.array(z.string()),
      objects: z.array(
        z.object({
          object: z.string(),
          change: z.enum(['added', 'removed', 'renamed', 'changed']),
          ...judgement,
          /** TypeScript file of its chart, where the synthesis has recorded it. */
          source: z.string().optional(),
          fields: z.array(
            z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional(), reordered: z.boolean().optional(), ...judgement }),
          ),
        }),
      ),
    }),
  ),
});

export type Review = z.infer<typeof reviewSchema>;
export type ReviewedEnvironment = Review['environments'][number];
export type ReviewedObject = ReviewedEnvironment['objects'][number];

export interface Reviewed {
  readonly name: string;
  readonly generation: Generation;
}

export function reviewOf(base: Reviewed, head: Reviewed): Review {
  const names = [...new Set([...base.generation.keys(), ...head.generation.keys()])].sort();
  const environments = names.map((name) => environmentReview(name, base.generation.get(name) ?? [], head.generation.get(name) ?? []));
  return { version: 1, base: base.name, head: head.name, risk: worst(environments).risk, environments };
}

function environmentReview(name: string, before: readonly ManifestObject[], after: readonly ManifestObject[]): ReviewedEnvironment {
  const objects = objectChanges(before, after).map(reviewedObject);
  return {
    name,
    ...pick(worst(objects)),
    during: [...lostByOldPods(before, after)],
    objects: [...objects].sort((one, other) => risks.indexOf(one.risk) - risks.indexOf(other.risk)),
  };
}

function reviewedObject(change: ObjectChange): ReviewedObject {
  const { whole, fields } = judged(change);
  const { source } = change.object.origin;
  return {
    object: subject(change),
    change: change.kind,
    ...whole,
    ...(source === undefined ? {} : { source }),
    fields:
      change.kind === 'changed'
        ? change.fields.map(({ path, before, after, reordered }, index) => ({ path, ...given({ before, after, reordered }), ...pick(fields[index] ?? whole) }))
        : [],
  };
}

function subject(change: ObjectChange): string {
  if (change.kind === 'renamed') return `${nameOf(change.from)} to ${change.object.name}`;
  return nameOf({ ...change.object, name: hashless(change.object.name) });
}

function given<Fields extends Readonly<Record<string, unknown>>>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}

function pick({ risk, why }: Pick<ReviewedObject, 'risk' | 'why'>): Pick<ReviewedObject, 'risk' | 'why'> {
  return { risk, why };
}
