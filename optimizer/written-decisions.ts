/** Decisions and their cost as one text that outlives the process: the next leader continues the counts of the limits. */
import { z } from 'zod';
import { tunables } from './acting/tunables';
import { keyOf } from './config';
import type { LoggedDecision, WorkloadState } from './workload-state';

/** Most bytes of the text: a ConfigMap may have 1 MiB, and each change writes all of it. */
const mostBytes = 400_000;
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
const written = z.object({
  workloads: z.record(
    z.string(),
    z.object({
      decisions: z.array(z.object({ at: z.number(), outcome: z.discriminatedUnion('kind', [decision, refusal]) })),
      spending: z.array(z.tuple([z.number(), z.number().min(0)])),
      verdicts: z.array(z.object({ at: z.number(), trusted: z.boolean(), gain: z.number(), why: sentence, lesson: lesson.optional() })).default([]),
    }),
  ),
});

/** The newest decisions of each workload, as many as fit. Equal states give equal texts. */
export function textOf(states: readonly WorkloadState[]): string {
  for (let each = mostDecisions; ; each = Math.floor(each / 2)) {
    const workloads = Object.fromEntries(states.map((state) => [keyOf(state.settings), writtenOf(state, each)]));
    const text = JSON.stringify({ workloads });
    if (each === 0 || Buffer.byteLength(text) <= mostBytes) return text;
  }
}

function writtenOf({ decisions, spending, verdicts }: WorkloadState, each: number): object {
  return {
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
  for (const state of states) {
    const own = parsed.data.workloads[keyOf(state.settings)];
    state.decisions = own?.decisions ?? [];
    state.spending = new Map(own?.spending ?? []);
    // what this process has learned since is not written yet
    const written = own?.verdicts ?? [];
    state.verdicts = [...written, ...state.verdicts.filter(({ at }) => at > (written.at(-1)?.at ?? 0))];
  }
  return true;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
