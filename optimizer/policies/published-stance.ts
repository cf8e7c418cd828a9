/** The condition of both published gauges: a stance that was tried on days that are over, for a load that is still the same. */
import type { Mode } from '../config';
import type { ForecastStance, Stance } from '../learning/stance';
import type { Refusal, View } from './policy';

interface Found<Kind extends Stance> {
  readonly kind: 'stance';
  readonly stance: Kind;
  readonly why: string;
}

/** The stance that relies on the forecast. Where pods are fuller without one, there is none. */
export function trustedStance(policy: string, mode: Mode, view: View): Found<ForecastStance> | Refusal {
  const found = publishedStance(policy, mode, view);
  if (found.kind === 'refusal') return found;
  const { stance, why } = found;
  return stance.of === 'nothing' ? { kind: 'refusal', policy, because: 'untrusted', why } : { kind: 'stance', stance, why };
}

/** @param offered what the last days found best @default - what may be published */
export function publishedStance(
  policy: string,
  mode: Mode,
  view: View,
  offered: { readonly stance?: Stance; readonly why: string } | undefined = view.verdict,
): Found<Stance> | Refusal {
  const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });
  const { lacking, drifted } = view;
  if (mode === 'off') return refuse('off', 'the environment has turned it off');
  if (offered === undefined || lacking !== undefined) return refuse('lacking', lacking ?? 'nothing is learned yet');
  if (offered.stance === undefined) return refuse('untrusted', offered.why);
  const unknown = missingFor(offered.stance, view);
  if (unknown !== undefined) return refuse('lacking', unknown);
  if (drifted) return refuse('drifted', 'more than half of the last outcomes were outside of their 90 % interval');
  return { kind: 'stance', stance: offered.stance, why: offered.why };
}

/** Each stance needs what it follows from: forecasts, or a measured load. */
function missingFor({ of }: Stance, { forecasts, load }: View): string | undefined {
  if (of !== 'nothing') return forecasts.length === 0 ? 'nothing can be forecast now' : undefined;
  return load === undefined || Number.isNaN(load) ? 'the present load is not known' : undefined;
}
