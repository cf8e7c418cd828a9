/** Whether a forecast may be published: only if the last day would have been better with it. */
import type { Rehearsal } from './learn';
import { stances, type Stance } from './stance';
import { trial, type TrialOutcome, type TrialSettings } from './trial';

/** Price of one percent of requests in violation, in percent of the pods. */
const priceOfViolations = 20;
/** Least improvement of the day, as a share: less may be chance. */
const leastGain = 0.01;
/** Share by which a trusted stance may cost more. */
const mostDearer = 0.01;
/** Difference between two days, in percent of requests, that means nothing. */
const sameViolations = 0.005;

export interface Verdict {
  readonly trusted: boolean;
  /** The stance to publish; undefined without trust. */
  readonly stance?: Stance;
  /** Outcomes of the last day, reactive alone and with the best stance. */
  readonly alone: TrialOutcome;
  readonly best: TrialOutcome;
  /** Share by which the best stance was better, pods and priced violations together. At most 0 where none was better. */
  readonly gain: number;
  readonly why: string;
}

/** Pods and priced violations of a day, in percent of the pods that the policy alone has on it. */
export function pricedDay({ violations, podHours }: TrialOutcome, alone: TrialOutcome): number {
  return (podHours / alone.podHours) * 100 + priceOfViolations * violations;
}

/** @param breathe awaited between two trials */
export async function verdictOn(rehearsal: Rehearsal, settings: TrialSettings, breathe: () => Promise<void>): Promise<Verdict> {
  const alone = trial(rehearsal, settings);
  const { mode, most } = settings.workload.headroom;
  let best: { readonly stance: Stance; readonly outcome: TrialOutcome; readonly gain: number } | undefined;
  for (const stance of stances(mode === 'off' ? 1 : most)) {
    await breathe();
    const outcome = trial(rehearsal, settings, stance);
    const gain = 1 - pricedDay(outcome, alone) / pricedDay(alone, alone);
    if (noWorse(outcome, alone) && gain > (best?.gain ?? 0)) best = { stance, outcome, gain };
  }
  if (best === undefined)
    return { trusted: false, alone, best: alone, gain: 0, why: 'no stance would have improved the last day without more cost or more violations' };
  const { stance, outcome, gain } = best;
  const why = `the last day with it: ${change(alone.violations, outcome.violations, late(settings))}, ${change(alone.podHours, outcome.podHours, ' pod-hours')}`;
  return gain < leastGain
    ? { trusted: false, alone, best: outcome, gain, why: `${why}: too little` }
    : { trusted: true, stance, alone, best: outcome, gain, why };
}

function late({ workload: { load } }: TrialSettings): string {
  return load?.of === 'worker' ? ' % of the load beyond what its pods carry' : ' % of requests too slow';
}

function noWorse(outcome: TrialOutcome, alone: TrialOutcome): boolean {
  return outcome.violations <= alone.violations + sameViolations && outcome.podHours <= alone.podHours * (1 + mostDearer);
}

function change(from: number, to: number, unit: string): string {
  return `${from.toFixed(2)} to ${to.toFixed(2)}${unit}`;
}
