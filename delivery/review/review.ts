/** Makes a review: the effect of a change of generated manifests, as data. */
import { nameOf, type ManifestObject } from '../../checks/manifest';
import { lostByOldPods } from '../overlap';
import type { Check } from '../../checks/check';
import type { Environment } from '../../config/environment';
import { answersTo } from './answers';
import { effectOf, type Effect } from './effect';
import type { Generation, Plans } from './generation-at';
import { hashless, objectChanges, type ObjectChange } from './object-changes';
import { planChanges } from './plan-changes';
import type { Replay } from './replay';
import { judged, risks, worst, type Judgement } from './risk';
import type { Review, ReviewedEnvironment, ReviewedObject } from './review-schema';
import type { ChangedSource, Merged } from './since';

export interface Reviewed {
  readonly name: string;
  readonly generation: Generation;
  /** @default - none are known */
  readonly plans?: Plans;
}

/** Checks and configuration for both sides. */
export interface Standard {
  readonly checks: readonly Check[];
  readonly environments: readonly Environment[];
  /** The environments of the base. @default - the same */
  readonly environmentsBefore?: readonly Environment[];
  /** By the name of the environment. @default - no policy is simulated */
  readonly replays?: ReadonlyMap<string, readonly Replay[]>;
}

/** Commits and source lines between the two sides: why something changes. */
export interface Between {
  readonly merged: readonly Merged[];
  readonly sources: readonly ChangedSource[];
}

export function reviewOf(
  base: Reviewed,
  head: Reviewed,
  standard: Standard = { checks: [], environments: [] },
  { merged, sources }: Between = { merged: [], sources: [] },
): Review {
  const names = [...new Set([...base.generation.keys(), ...head.generation.keys()])].sort();
  const environments = names.map((name) => environmentReview(name, { base, head, standard }));
  return {
    ...{ version: 1, base: base.name, head: head.name, risk: worst(environments).risk },
    merged: [...merged],
    sources: sources.map(({ file, lines }) => ({ file, lines: [...lines] })),
    environments,
  };
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
  const effect = objects.length + infrastructure.length === 0 ? undefined : effectOn(name, { before, after, objects, standard });
  const reviewed = {
    name,
    ...pick(worst([...objects, ...infrastructure, ...brokenChecks(effect?.broken ?? [])])),
    infrastructure,
    replays: played(standard.replays?.get(name)),
    ...(effect === undefined ? {} : { effect: asWritten(effect) }),
    during: [...lostByOldPods(before, after)],
    objects: [...objects].sort((one, other) => risks.indexOf(one.risk) - risks.indexOf(other.risk)),
  };
  return { ...reviewed, answers: answersOf(reviewed, effect) };
}

function answersOf(reviewed: Omit<ReviewedEnvironment, 'answers'>, effect: Effect | undefined): ReviewedEnvironment['answers'] {
  return effect === undefined ? [] : [...answersTo(reviewed, ...effect.amounts)];
}

interface Changed {
  readonly before: readonly ManifestObject[];
  readonly after: readonly ManifestObject[];
  readonly objects: readonly ReviewedObject[];
  readonly standard: Standard;
}

function effectOn(name: string, { before, after, objects, standard: { checks, environments, environmentsBefore = environments } }: Changed): Effect {
  return effectOf({
    environment: environments.find((one) => one.name === name),
    environmentBefore: environmentsBefore.find((one) => one.name === name),
    before: { environment: name, objects: before },
    after: { environment: name, objects: after },
    replacing: objects.filter(replacesPods).map(({ object }) => object),
    checks,
  });
}

function played(replays: readonly Replay[] = []): ReviewedEnvironment['replays'] {
  return replays.map(({ workload, load, before, after }) => ({ workload, load, before, after }));
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
  const { source, constructPath: construct } = change.object.origin;
  return {
    object: subject(change),
    change: change.kind,
    ...whole,
    ...given({ source, construct }),
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
