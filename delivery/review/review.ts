/** What a change of generated manifests does, as data. */
import { z } from 'zod';
import { nameOf } from '../../checks/manifest';
import { lostByOldPods } from '../overlap';
import type { Rule } from '../../checks/rule';
import type { Environment } from '../../config/environment';
import { effectOf, type Effect } from './effect';
import type { Generation, Plans } from './generation-at';
import { hashless, objectChanges, type ObjectChange } from './object-changes';
import { planChanges } from './plan-changes';
import { judged, risks, worst, type Judgement } from './risk';

const judgement = { risk: z.enum(risks), why: z.string() };

/** At rest, and at the autoscaler's maximum. */
const pair = z.tuple([z.number(), z.number()]).readonly();

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
      /** Changes of `plans/<environment>.yaml`. @default none */
      infrastructure: z
        .array(
          z.object({
            resource: z.string(),
            change: z.enum(['added', 'removed', 'changed']),
            ...judgement,
            fields: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
          }),
        )
        .default([]),
      /** What it comes to, with the nodes and prices of now on both sides. @default - nothing changes */
      effect: z
        .object({
          compared: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
          broken: z.array(z.string()),
          mended: z.array(z.string()),
          rollouts: z.array(z.object({ object: z.string(), pods: pair, seconds: pair })),
        })
        .optional(),
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
  /** @default - none are known */
  readonly plans?: Plans;
}

/** What both sides are judged by. */
export interface Standard {
  readonly rules: readonly Rule[];
  readonly environments: readonly Environment[];
}

export function reviewOf(base: Reviewed, head: Reviewed, standard: Standard = { rules: [], environments: [] }): Review {
  const names = [...new Set([...base.generation.keys(), ...head.generation.keys()])].sort();
  const environments = names.map((name) => environmentReview(name, { base, head, standard }));
  return { version: 1, base: base.name, head: head.name, risk: worst(environments).risk, environments };
}

interface Sides {
  readonly base: Reviewed;
  readonly head: Reviewed;
  readonly standard: Standard;
}

function environmentReview(name: string, { base, head, standard }: Sides): ReviewedEnvironment {
  const [before, after] = [base.generation.get(name) ?? [], head.generation.get(name) ?? []];
  const objects = objectChanges(before, after).map(reviewedObject);
  const infrastructure = planChanges(base.plans?.get(name), head.plans?.get(name)).map((change) => ({
    ...change,
    fields: change.fields.map(({ path, before: was, after: is }) => ({ path, ...given({ before: was, after: is }) })),
  }));
  const effect =
    objects.length === 0
      ? undefined
      : effectOf({
          environment: standard.environments.find((one) => one.name === name),
          before: { environment: name, objects: before },
          after: { environment: name, objects: after },
          replacing: objects.filter(replacesPods).map(({ object }) => object),
          rules: standard.rules,
        });
  return {
    name,
    ...pick(worst([...objects, ...infrastructure, ...brokenChecks(effect?.broken ?? [])])),
    infrastructure,
    ...(effect === undefined ? {} : { effect: asWritten(effect) }),
    during: [...lostByOldPods(before, after)],
    objects: [...objects].sort((one, other) => risks.indexOf(one.risk) - risks.indexOf(other.risk)),
  };
}

function asWritten({ compared, broken, mended, rollouts }: Effect): NonNullable<ReviewedEnvironment['effect']> {
  return { compared: [...compared], broken: [...broken], mended: [...mended], rollouts: [...rollouts] };
}

function brokenChecks(broken: readonly string[]): readonly Judgement[] {
  return broken.map((violation) => ({ risk: 'dangerous', why: `a check breaks: ${violation}` }));
}

function replacesPods({ change, fields }: ReviewedObject): boolean {
  return change === 'changed' && fields.some(({ path }) => path.startsWith('spec.template.'));
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
