/** The condition of both published gauges: a forecast that was tried on the last day and is still right. */
import type { Mode } from '../config';
import type { Stance } from '../learning/stance';
import type { Refusal, View } from './policy';

export type StanceOrRefusal = { readonly kind: 'stance'; readonly stance: Stance; readonly why: string } | Refusal;

export function trustedStance(policy: string, mode: Mode, { forecasts, verdict, lacking, drifted }: View): StanceOrRefusal {
  const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });
  if (mode === 'off') return refuse('off', 'the environment has turned it off');
  if (verdict === undefined || lacking !== undefined || forecasts.length === 0) return refuse('lacking', lacking ?? 'nothing is learned yet');
  if (verdict.stance === undefined || !verdict.trusted) return refuse('untrusted', verdict.why);
  if (drifted) return refuse('drifted', 'more than half of the last outcomes were outside of their 90 % interval');
  return { kind: 'stance', stance: verdict.stance, why: verdict.why };
}
