/** Answers to common questions about a change, one line each: what is deleted, recreated or restarted, how many pods and nodes run, the cost, the duration, and who gets more rights or connections. */
import type { Amounts } from './effect';
import { spanText } from './effect-text';
import { isAccess, isAccessField } from './access';
import type { ReviewedEnvironment, ReviewedObject } from './review-schema';

type Reviewed = Omit<ReviewedEnvironment, 'answers'>;
export type Answer = ReviewedEnvironment['answers'][number];

/** Entries in one answer; the rest is counted. */
const longest = 6;
const nothing = 'nothing';
const asBefore = 'as before';

export function answersTo(reviewed: Reviewed, before: Amounts, after: Amounts): readonly Answer[] {
  const { objects, infrastructure, effect } = reviewed;
  const rollouts = effect?.rollouts ?? [];
  return [
    told('deleted', listed([...objects.flatMap(deleted), ...infrastructure.filter(({ change }) => change === 'removed').map(({ resource }) => resource)])),
    told('replaced', listed(objects.filter(({ risk, change }) => risk === 'refused' || change === 'renamed').map(({ object }) => object))),
    told('restarted', listed(rollouts.map(({ object }) => object))),
    ...(['pods', 'nodes', 'cost'] as const).map((question) => moved(question, before[question], after[question])),
    told(
      'minutes',
      listed(
        rollouts.map(({ object, pods, seconds: [rest, most] }) => `${object} ${spanText(rest)}${pods[0] === pods[1] ? '' : `, at most ${spanText(most)}`}`),
      ),
    ),
    told('access', listed([...objects.flatMap(accessOf), ...infrastructure.filter(isAccess).map(({ resource, change }) => `${change} ${resource}`)])),
  ];
}

function told(question: Answer['question'], answer: string): Answer {
  return { question, answer, changes: answer !== nothing };
}

function moved(question: Answer['question'], before: string | undefined, after: string | undefined): Answer {
  if (before === after) return { question, answer: before === undefined ? 'unknown' : `${asBefore}: ${before}`, changes: false };
  return { question, answer: `${before ?? 'unknown'} → ${after ?? 'unknown'}`, changes: true };
}

function deleted({ object, change }: ReviewedObject): readonly string[] {
  if (change === 'renamed') return [object.replace(/ to \S+$/, '')];
  return change === 'removed' ? [object] : [];
}

/** Each right, peer or port that was added or removed. */
function accessOf(reviewed: ReviewedObject): readonly string[] {
  const { object, change, fields } = reviewed;
  const kind = object.split(' ')[0] ?? '';
  if (change !== 'changed') return isAccessField(kind, undefined) ? [`${change} ${object}`] : [];
  return fields
    .filter(({ path, risk }) => risk !== 'routine' && isAccessField(kind, path))
    .map(({ path, before, after }) => `${object}: ${path} ${[before, after].map(valueText).join(' → ')}`);
}

function valueText(value: unknown): string {
  if (value === undefined) return nothing;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listed(all: readonly string[]): string {
  if (all.length === 0) return nothing;
  const shown = all.slice(0, longest).map((one) => (one.length > 200 ? `${one.slice(0, 200)}…` : one));
  return `${shown.join('; ')}${all.length > longest ? `; and ${all.length - longest} more` : ''}`;
}
