/**
 * Searches the grid of `npm run simulate -- --sweep` for a policy that is cheaper on each part of the past. One part may be luck: what saves pods in one week and harms in the other is refused
 * (docs/decisions/0214-a-policy-that-both-weeks-confirm.md).
 */
import { reactiveScaler } from '../autoscaler/replay/reactive-scaler';
import { replay } from '../autoscaler/replay/replay';
import type { Score } from '../autoscaler/replay/scores';
import { retuned, type Retuning } from '../config/retuned-policy';
import type { ScalingPolicy } from '../config/scaling';
import { demandOf, perPodOf, podModelOf, type TrialSettings } from '../optimizer/learning/trial';
import { hardlyWorse, pricedDay } from '../optimizer/learning/trust';
import { slice, type RegularSeries } from '../optimizer/timeseries/series';
import { policyGrid, type Progress } from '../simulator/sweep';

const secondsOfDay = 86_400;
/** Least days of the past, two for each part. */
const leastDays = 4;
/** Smallest saving of pod-hours that is proposed, and that each part must confirm. */
const worth = 0.02;
/** Most changes of replicas, relative to the present policy. */
const mostChanges = 1.2;
/** Candidates that are played on all of the past, of those that are best on its last day. */
const tries = 8;

export interface PolicySearch {
  /** Requests per second of the last two weeks. */
  readonly load: RegularSeries;
  /** How pods, telemetry and the present policy are. */
  readonly settings: TrialSettings;
  /** Whether the rules of the configuration accept a policy. */
  readonly admit: (policy: ScalingPolicy) => boolean;
  readonly progress: Progress;
}

export type PlayedPolicy = Pick<Score, 'violations' | 'podHours' | 'actionsPerDay'>;

export interface FoundPolicy {
  readonly retuning: Retuning;
  /** Of the halves of the past, the older first: what is, and what would have been. */
  readonly parts: readonly { readonly present: PlayedPolicy; readonly retuned: PlayedPolicy }[];
}

/** @returns the reason where none is found */
export function searchedPolicy({ load, settings, admit, progress }: PolicySearch): FoundPolicy | { readonly refused: string } {
  const day = Math.round(secondsOfDay / load.step);
  const days = Math.floor(load.values.length / day);
  if (days < leastDays) return { refused: `${leastDays} days of load are needed, received ${days}` };
  const half = Math.floor(load.values.length / 2);
  const parts = [slice(load, 0, half), slice(load, half, load.values.length)].map((part) => ({ part, present: playedPolicy(part, settings) }));
  const policyOf = (retuning: Retuning): ScalingPolicy => retuned(settings.workload.scaling, retuning);
  const promising = bestOnLastDay({
    last: slice(load, load.values.length - day, load.values.length),
    settings,
    progress,
    grid: policyGrid.filter((one) => admit(policyOf(one))),
  });
  for (const retuning of promising.slice(0, tries)) {
    const played = parts.map(({ part, present }) => ({ present, retuned: playedPolicy(part, withPolicy(settings, policyOf(retuning))) }));
    if (played.every(({ present, retuned: after }) => isWorthIt(after, present))) return { retuning, parts: played };
  }
  return {
    refused:
      promising.length === 0
        ? 'as good as it is: none of the grid is better by 2 % on the last day'
        : 'none that is better on the last day is so in both halves of the past',
  };
}

interface LastDay extends Pick<PolicySearch, 'settings' | 'progress'> {
  readonly last: RegularSeries;
  readonly grid: readonly Retuning[];
}

/** The whole grid on all of the past would take an hour for some loads. */
function bestOnLastDay({ last, settings, grid, progress }: LastDay): readonly Retuning[] {
  const present = playedPolicy(last, settings);
  const played = grid.map((retuning, index) => {
    const outcome = playedPolicy(last, withPolicy(settings, retuned(settings.workload.scaling, retuning)));
    progress(index + 1, grid.length, 'policies');
    return { retuning, outcome, priced: pricedDay(outcome, present) };
  });
  return played
    .filter(({ outcome }) => isWorthIt(outcome, present))
    .sort((one, other) => one.priced - other.priced)
    .map(({ retuning }) => retuning);
}

function isWorthIt(after: PlayedPolicy, present: PlayedPolicy): boolean {
  return (
    hardlyWorse(after, present) &&
    pricedDay(after, present) <= (1 - worth) * pricedDay(present, present) &&
    after.actionsPerDay <= mostChanges * present.actionsPerDay
  );
}

function withPolicy({ workload, ...settings }: TrialSettings, scaling: ScalingPolicy): TrialSettings {
  return { ...settings, workload: { ...workload, scaling } };
}

/** The policy alone, without a forecast. CPU target and requests a pod of the grid have the same factor, so that what a pod carries stays. */
export function playedPolicy(part: RegularSeries, settings: TrialSettings): PlayedPolicy {
  const { workload, signals } = settings;
  const { scaling } = workload;
  const model = podModelOf(settings);
  const { demand, tick } = demandOf(part);
  const scaler = reactiveScaler({ name: 'policy', policy: scaling, model, window: signals.window, delay: signals.delay, sampling: { window: 60, delay: 30 } });
  const wanted = Math.ceil((demand[0] ?? 0) / perPodOf(workload)) + (scaling.spare ?? 0);
  const initialReplicas = Math.min(Math.max(wanted, scaling.minReplicas), scaling.maxReplicas);
  return replay({ demand, tick, syncPeriod: Math.max(tick, Math.round(signals.syncPeriod / tick) * tick), model, scaler, initialReplicas });
}
