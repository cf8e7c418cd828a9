/** Whether a forecast may be published, and how full pods may be: only what would have made the last day better. */
import type { RehearsedDay, Rehearsal } from './learn';
import { forecastStances, headroomStances, type ForecastStance, type HeadroomStance, type Stance } from './stance';
import { trial, type TrialOutcome, type TrialSettings } from './trial';

/** Price of one percent of requests in violation, in percent of the pods. */
const priceOfViolations = 20;
/** Least improvement, as a share: less may be chance. One day says less than several, and of a load that nobody can forecast a day was 2 % better (decision 0213). */
const leastGain = { ofOneDay: 0.03, ofSeveral: 0.01 };
/** Share by which a published stance may cost more on a day. */
const mostDearer = 0.01;
/** Difference between two days, in percent of requests, that means nothing. */
const sameViolations = 0.005;
/** Percent of requests by which a day may have more violations, where their price is worth it and they stay within what policies are compared at (decision 0213). */
const [moreViolations, comparedAt] = [0.1, 0.25];

interface Judged {
  /** Outcomes of the last day, reactive alone and with the best stance. */
  readonly alone: TrialOutcome;
  readonly best: TrialOutcome;
  /** Share by which the best stance was better, pods and priced violations together: on the last day, and without a forecast on the mean of the days. 0 where none was better. */
  readonly gain: number;
  readonly why: string;
  /** What would be published without a forecast if headroom acted, where it only advises. @default - nothing, or it does not advise */
  readonly advised?: { readonly stance: Stance; readonly why: string };
}

interface Trusted extends Judged {
  /** That the forecast is. */
  readonly trusted: true;
  readonly stance: ForecastStance;
}

interface Untrusted extends Judged {
  readonly trusted: false;
  /** What is published without a forecast. @default - nothing */
  readonly stance?: HeadroomStance;
}

export type Verdict = Trusted | Untrusted;

/** Pods and priced violations of a day, in percent of the pods that the policy alone has on it. */
export function pricedDay({ violations, podHours }: TrialOutcome, alone: TrialOutcome): number {
  return (podHours / alone.podHours) * 100 + priceOfViolations * violations;
}

interface Tried<Kind extends Stance> {
  readonly stance: Kind;
  readonly outcome: TrialOutcome;
  readonly gain: number;
}

interface Trial {
  readonly rehearsal: Rehearsal;
  readonly settings: TrialSettings;
  readonly alone: TrialOutcome;
  readonly breathe: () => Promise<void>;
}

/** A headroom without a forecast that only advises displaces no forecast. @param breathe awaited between two trials */
export async function verdictOn(rehearsal: Rehearsal, settings: TrialSettings, breathe: () => Promise<void>): Promise<Verdict> {
  const { forecast, headroom } = settings.workload;
  const most = headroom.mode === 'off' ? 1 : headroom.most;
  const asked: Trial = { rehearsal, settings, alone: trial(rehearsal, settings), breathe };
  const ahead = forecast === 'off' ? undefined : await bestForecast(forecastStances(most), asked);
  const fuller = await bestHeadroom(headroomStances(most), asked);
  // a forecast also sees what no day before had: it is left only for what is clearly better
  if (fuller === undefined || fuller.gain < (ahead?.gain ?? 0) + leastGain.ofSeveral) return withForecast(ahead, asked);
  const verdict = withoutForecast(fuller, asked);
  return headroom.mode === 'act' ? verdict : { ...withForecast(ahead, asked), advised: { stance: fuller.stance, why: verdict.why } };
}

/** The best that was hardly worse on the last day, in cost as in violations; of equals the most careful. */
async function bestForecast(stances: readonly ForecastStance[], { rehearsal, settings, alone, breathe }: Trial): Promise<Tried<ForecastStance> | undefined> {
  let best: Tried<ForecastStance> | undefined;
  for (const stance of stances) {
    await breathe();
    const outcome = trial(rehearsal, settings, stance);
    const gain = gainOf(outcome, alone);
    if (hardlyWorse(outcome, alone) && gain > (best?.gain ?? 0)) best = { stance, outcome, gain };
  }
  return best;
}

/** The best on the mean of the days that was hardly worse on each of them: nothing makes up for pods that are too full. */
async function bestHeadroom(stances: readonly HeadroomStance[], { rehearsal, settings, alone, breathe }: Trial): Promise<Tried<HeadroomStance> | undefined> {
  const earlier = [];
  for (const day of stances.length === 0 ? [] : rehearsal.earlier) {
    await breathe();
    const played: RehearsedDay = { day, forecasts: new Map() };
    earlier.push({ played, alone: trial(played, settings) });
  }
  const days = [...earlier, { played: rehearsal, alone }];
  let best: Tried<HeadroomStance> | undefined;
  for (const stance of stances) {
    await breathe();
    const outcomes = days.map(({ played, alone: own }) => ({ outcome: trial(played, settings, stance), own }));
    const gain = outcomes.reduce((sum, { outcome, own }) => sum + gainOf(outcome, own), 0) / outcomes.length;
    const last = outcomes.at(-1)?.outcome;
    if (last !== undefined && outcomes.every(({ outcome, own }) => hardlyWorse(outcome, own)) && gain > (best?.gain ?? 0))
      best = { stance, outcome: last, gain };
  }
  return best;
}

function gainOf(outcome: TrialOutcome, alone: TrialOutcome): number {
  return 1 - pricedDay(outcome, alone) / pricedDay(alone, alone);
}

function withoutForecast({ stance, outcome, gain }: Tried<HeadroomStance>, { rehearsal, settings, alone }: Trial): Untrusted {
  const days = rehearsal.earlier.length + 1;
  const played = `the last day with a headroom of ${stance.headroom} and no forecast: ${changes(alone, outcome, settings)}`;
  const why = `${played}; at most ${moreViolations} % more on ${days === 1 ? 'it' : `each of ${days} days`}`;
  return { trusted: false, alone, best: outcome, gain, stance, why };
}

function withForecast(found: Tried<ForecastStance> | undefined, { settings, alone }: Trial): Verdict {
  if (found === undefined)
    return {
      trusted: false,
      alone,
      best: alone,
      gain: 0,
      why: `no stance would have improved the last day without more cost or ${moreViolations} % more violations`,
    };
  const { stance, outcome, gain } = found;
  const why = `the last day with it: ${changes(alone, outcome, settings)}`;
  return gain < leastGain.ofOneDay
    ? { trusted: false, alone, best: outcome, gain, why: `${why}: too little` }
    : { trusted: true, stance, alone, best: outcome, gain, why };
}

/** Whether a day is no dearer, and has no more violations than are worth their price. */
export function hardlyWorse(outcome: TrialOutcome, alone: TrialOutcome): boolean {
  const allowed = Math.max(alone.violations + sameViolations, Math.min(alone.violations + moreViolations, comparedAt));
  return outcome.violations <= allowed && outcome.podHours <= alone.podHours * (1 + mostDearer);
}

function changes(from: TrialOutcome, to: TrialOutcome, { workload: { load } }: TrialSettings): string {
  const late = load?.of === 'worker' ? ' % of the load beyond what its pods carry' : ' % of requests too slow';
  return `${change(from.violations, to.violations, late)}, ${change(from.podHours, to.podHours, ' pod-hours')}`;
}

function change(from: number, to: number, unit: string): string {
  return `${from.toFixed(2)} to ${to.toFixed(2)}${unit}`;
}
