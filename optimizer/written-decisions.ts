/** Decisions and what they cost as one text that outlives the process: what limits count goes on with whoever speaks next. */
import { z } from 'zod';
import { tunables } from './acting/tunables';
import { keyOf } from './config';
import type { LoggedDecision, WorkloadState } from './workload-state';

/** Bytes of a text: a ConfigMap may have a mebibyte, and each change is a whole one. */
const mostBytes = 400_000;
/** Decisions that are written of each workload where there is room for them, and characters of a sentence. */
const mostDecisions = 200;
const longestSentence = 300;

const sentence = z.string();
const sides = z.object({ request: z.number(), limit: z.number() });
const decision = z.object({
  kind: z.literal('decision'),
  policy: z.string(),
  value: z.number(),
  // a text that was written before decisions had them is as good as any
  confidence: z.number().default(0.5),
  risk: z.enum(['low', 'medium', 'high']).default('medium'),
  tunables: tunables.optional(),
  sizing: z.object({ cpu: sides, memory: sides, utilization: z.number() }).optional(),
  reverts: z.boolean().optional(),
  acts: z.boolean(),
  reasons: z.array(sentence),
});
const refusal = z.object({
  kind: z.literal('refusal'),
  policy: z.string(),
  because: z.enum(['off', 'lacking', 'untrusted', 'drifted', 'invalid', 'frozen', 'restless', 'spent', 'unneeded']),
  why: sentence,
});
const written = z.object({
  workloads: z.record(
    z.string(),
    z.object({
      decisions: z.array(z.object({ at: z.number(), outcome: z.discriminatedUnion('kind', [decision, refusal]) })),
      spending: z.array(z.tuple([z.number(), z.number().min(0)])),
    }),
  ),
});

/** The newest of each workload, as many as have room. The same states are the same text. */
export function textOf(states: readonly WorkloadState[]): string {
  for (let each = mostDecisions; ; each = Math.floor(each / 2)) {
    const workloads = Object.fromEntries(states.map((state) => [keyOf(state.settings), writtenOf(state, each)]));
    const text = JSON.stringify({ workloads });
    if (each === 0 || Buffer.byteLength(text) <= mostBytes) return text;
  }
}

function writtenOf({ decisions, spending }: WorkloadState, each: number): object {
  return {
    decisions: each === 0 ? [] : decisions.slice(-each).map(shortened),
    // a hundredth of a pod-hour is a third of a minute: every tick of a forecast would be another text
    spending: [...spending].map(([since, podHours]) => [since, Math.ceil(podHours * 100) / 100]),
  };
}

function shortened({ at, outcome }: LoggedDecision): LoggedDecision {
  const short = (text: string): string => text.slice(0, longestSentence);
  return outcome.kind === 'decision'
    ? { at, outcome: { ...outcome, reasons: outcome.reasons.map(short) } }
    : { at, outcome: { ...outcome, why: short(outcome.why) } };
}

/** Gives the workloads what was written of them. @returns whether the text is one of this service */
export function recall(states: readonly WorkloadState[], text: string): boolean {
  const parsed = written.safeParse(jsonOf(text));
  if (!parsed.success) return false;
  for (const state of states) {
    const own = parsed.data.workloads[keyOf(state.settings)];
    state.decisions = own?.decisions ?? [];
    state.spending = new Map(own?.spending ?? []);
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
