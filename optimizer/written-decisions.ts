/** Decisions and their cost as one text that outlives the process: the next leader continues the counts of the limits. */
import { z } from 'zod';
import { tunables } from './acting/tunables';
import { keyOf } from './config';
import { earlierText, mostCounted, withDropped, writtenEarlier } from './earlier-decisions';
import { moment } from './moment';
import type { LoggedDecision, WorkloadState } from './workload-state';
import { jsonOf } from './json-of';

/** Most bytes of the text while any words can be left out, since each change writes all of it; and most of all: a ConfigMap may have 1 MiB. */
const [mostBytes, mostOfAll] = [400_000, 900_000];
/** Most decisions that are written for each workload, while there is room, and most characters of a sentence. */
const mostDecisions = 200;
const longestSentence = 300;

const sentence = z.string();
const sides = z.object({ request: z.number(), limit: z.number() });
const decision = z.object({
  kind: z.literal('decision'),
  policy: z.string(),
  value: z.number(),
  // texts written before decisions had this field are valid too
  confidence: z.number().default(0.5),
  risk: z.enum(['low', 'medium', 'high']).default('medium'),
  tunables: tunables.optional(),
  effect: z.object({ before: z.number(), after: z.number() }).optional(),
  sizing: z.object({ cpu: sides, memory: sides, utilization: z.number() }).optional(),
  reverts: z.boolean().optional(),
  acts: z.boolean(),
  reasons: z.array(sentence),
});
const refusal = z.object({
  kind: z.literal('refusal'),
  policy: z.string(),
  because: z.enum([
    'off',
    'lacking',
    'untrusted',
    'drifted',
    'invalid',
    'frozen',
    'restless',
    'spent',
    'taken',
    'unneeded',
    'rejected',
    'unclear',
    'untunable',
  ]),
  why: sentence,
});
const lesson = z.object({
  because: z.enum(['first', 'regular', 'drift']),
  weights: z.record(z.string(), z.number()),
  missed: z.number(),
  error: z.number().optional(),
});

/** What cannot be read, such as a word of a later version, is left out: the rest still counts for the limits. */
function readable<Item>(item: z.ZodType<Item>): z.ZodType<Item[]> {
  return z.array(z.unknown()).transform((all) => all.map((one) => item.safeParse(one)).flatMap(({ success, data }) => (success ? [data] : [])));
}

const ofWorkload = z.object({
  decisions: readable(z.object({ at: moment, outcome: z.discriminatedUnion('kind', [decision, refusal]) })),
  earlier: writtenEarlier.optional().catch(undefined),
  spending: readable(z.tuple([z.number(), z.number().min(0)])),
  verdicts: readable(
    z.object({ at: moment, trusted: z.boolean(), alone: z.number().optional(), gain: z.number(), why: sentence, lesson: lesson.optional() }),
  ).default([]),
});
const written = z.object({ workloads: z.record(z.string(), z.unknown()) });

/** The newest decisions of each workload, as many as fit; of what limits count all, unless even that has no room. Equal states give equal texts. */
export function textOf(states: readonly WorkloadState[]): string {
  const textWith = (each: number, counted: number): string =>
    JSON.stringify({ workloads: Object.fromEntries(states.map((state) => [keyOf(state.settings), writtenOf(state, each, counted)])) });
  let text = '';
  for (let each = mostDecisions; each > 0; each = Math.floor(each / 2)) {
    text = textWith(each, mostCounted);
    if (Buffer.byteLength(text) <= mostBytes) return text;
  }
  for (let counted = mostCounted; counted > 0; counted = Math.floor(counted / 2)) {
    text = textWith(0, counted);
    if (Buffer.byteLength(text) <= mostOfAll) return text;
  }
  return textWith(0, 0);
}

function writtenOf({ decisions, earlier, spending, verdicts }: WorkloadState, each: number, counted: number): object {
  const before = withDropped(earlier, decisions.slice(0, Math.max(decisions.length - each, 0)));
  return {
    ...(before.size === 0 ? {} : { earlier: earlierText(before, counted) }),
    decisions: each === 0 ? [] : decisions.slice(-each).map(shortened),
    // rounded up to a hundredth of a pod-hour, 36 s of one pod: otherwise every tick of a forecast would change the text
    spending: [...spending].map(([since, podHours]) => [since, Math.ceil(podHours * 100) / 100]),
    verdicts: each === 0 ? [] : verdicts.slice(-each).map(({ why, ...verdict }) => ({ ...verdict, why: why.slice(0, longestSentence) })),
  };
}

function shortened({ at, outcome }: LoggedDecision): LoggedDecision {
  const short = (text: string): string => text.slice(0, longestSentence);
  return outcome.kind === 'decision'
    ? { at, outcome: { ...outcome, reasons: outcome.reasons.map(short) } }
    : { at, outcome: { ...outcome, why: short(outcome.why) } };
}

/** Restores the state of the workloads from the text. @returns whether the text is one of this service */
export function recall(states: readonly WorkloadState[], text: string): boolean {
  const parsed = written.safeParse(jsonOf(text));
  if (!parsed.success) return false;
  for (const state of states) restore(state, ofWorkload.safeParse(parsed.data.workloads[keyOf(state.settings)]).data);
  return true;
}

function restore(state: WorkloadState, own: z.infer<typeof ofWorkload> | undefined): void {
  state.decisions = own?.decisions ?? [];
  state.earlier = own?.earlier ?? new Map();
  state.spending = new Map(own?.spending ?? []);
  // what this process has learned since is not written yet
  const known = own?.verdicts ?? [];
  state.verdicts = [...known, ...state.verdicts.filter(({ at }) => at > (known.at(-1)?.at ?? 0))];
}
