/**
 * What the optimizer would publish while a load is played: the contender `forecast`. As in the service, models are fitted to the days before (optimizer/learning/learn.ts), a stance is published on a
 * day only if the day before would have been better with it (trust.ts), and not while the last outcomes lie outside of their intervals (live-record.ts). No forecast knows its outcome. Otherwise
 * than the service it learns once a day, and the limits of an environment (`optimizer.limits`) do not apply.
 */
import { delayBudget } from '../config/budgets/delay-budget';
import { standardOptimizer } from '../config/optimizer';
import { seconds } from '../config/quantities';
import { latencyKnee } from '../config/scaling';
import type { WorkloadSettings } from '../optimizer/config';
import { horizonsOf } from '../optimizer/learning/horizons';
import { learn, leastDays, type Learned, type Rehearsal } from '../optimizer/learning/learn';
import type { Stance } from '../optimizer/learning/stance';
import { perPodOf, publishedAt, type TrialSettings } from '../optimizer/learning/trial';
import { verdictOn } from '../optimizer/learning/trust';
import { LiveRecord } from '../optimizer/live-record';
import type { Outcome } from '../optimizer/timeseries/outcome';
import { seededRandom } from '../optimizer/timeseries/random';
import { slice, type RegularSeries } from '../optimizer/timeseries/series';
import { startUpNumbers } from '../autoscaler/replay/start-up';
import { UsageError } from './usage-error';
import { loadedPods, type ForecastDay, type LoadedPods, type PublishedForecast, type Simulation } from './simulate';

export interface ForecastOptions {
  /** How much fuller pods may be while a forecast is trusted; only `act` publishes it. */
  readonly headroom: WorkloadSettings['headroom'];
  /** Called after each day that is learned. */
  readonly progress: (done: number, of: number) => void;
}

/** As the service is set (charts/optimizer.ts): seconds of a bin of the history, and days that are remembered. */
const [bin, historyDays] = [300, 14];
const secondsPerDay = 86_400;
const perDay = secondsPerDay / bin;
/** Longest start-up that the settings of the service allow. */
const mostStartUp = 1800;
const neutral = { forecast: 0, headroom: 1 };
const atOnce = (): Promise<void> => Promise.resolve();

/** Why loads cannot be played with the forecast; one sentence each. */
export function forecastRefusals({ load, policy, startUp }: Pick<Simulation, 'load' | 'policy' | 'startUp'>): readonly string[] {
  const refusals: string[] = [];
  const missing = (leastDays + 1) * secondsPerDay - load.values.length * load.step;
  if (missing > 0)
    refusals.push(
      `--compare: forecast must have a load of at least ${leastDays + 1} days, ${leastDays} to learn from and one to play, received ${load.name} of ${shown(load.values.length * load.step)}: ${shown(missing)} are missing`,
    );
  if (policy.signals.forecast === undefined) refusals.push('--compare: forecast must have a policy with signals.forecast, received one without');
  if (policy.signals.requestRate === undefined) refusals.push('--compare: forecast must have a policy with signals.requestRate, received one without');
  const set = settingOf(startUp);
  if (set > mostStartUp) refusals.push(`--start-up: must be at most ${mostStartUp} beside forecast in --compare, received ${set}`);
  return refusals;
}

/** The service is set to one start-up: of a distribution that within which 95 % of the pods are ready, rounded up to seconds. */
function settingOf(startUp: Simulation['startUp']): number {
  return typeof startUp === 'number' ? startUp : Math.ceil(startUpNumbers(startUp).p95);
}

/** Rounded up, so that what is missing is enough: 3 h 5 min. */
function shown(length: number): string {
  const minutes = Math.ceil(length / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * The simulation with what is published on its load, if anybody in it reads that.
 * @throws UsageError when the load, the policy or the start-up does not allow a forecast
 */
export async function withForecast<Played extends Simulation & { readonly compare: readonly string[] }>(
  simulation: Played,
  options: ForecastOptions,
): Promise<Played> {
  if (!simulation.compare.includes('forecast')) return simulation;
  const refusals = forecastRefusals(simulation);
  if (refusals.length > 0) throw new UsageError(refusals);
  return { ...simulation, forecast: await publishedForecast(simulation, options) };
}

interface PlayedDay extends ForecastDay {
  readonly stance?: Stance;
  readonly made?: MadeForecasts;
}

/** Forecasts of a day that was learned at its end, or at the end of the load. */
interface MadeForecasts {
  readonly rehearsal: Rehearsal;
  /** First bin of the rehearsal, since the start of the load. */
  readonly first: number;
  /** Whether the load was drifting, by bin of the rehearsal. */
  readonly drifted: readonly boolean[];
}

async function publishedForecast(simulation: Simulation, { headroom, progress }: ForecastOptions): Promise<PublishedForecast> {
  const history = binned(loadedPods(simulation));
  const bins = history.values.length;
  const settings = trialSettings(simulation, headroom);
  const startUp = settingOf(simulation.startUp);
  const horizons = horizonsOf(startUp, bin);
  const learnedUntil = (until: number): Promise<Outcome<Learned>> =>
    learn(slice(history, until - historyDays * perDay, until), horizons, seededRandom(until), atOnce);
  const days: PlayedDay[] = [];
  let before = await learnedUntil(leastDays * perDay);
  for (let from = leastDays * perDay; from < bins; from += perDay) {
    const until = Math.min(from + perDay, bins);
    const after = await learnedUntil(until);
    days.push(await playedDay(before, after, { settings, from, until }));
    before = after;
    progress(days.length, Math.ceil(bins / perDay) - leastDays);
  }
  const perPod = perPodOf(settings.workload);
  const published = (now: number): typeof neutral => {
    const { stance, made } = days[Math.floor(now / secondsPerDay) - leastDays] ?? {};
    if (stance === undefined || made === undefined) return neutral;
    const since = now - made.first * bin;
    if (made.drifted[Math.floor(since / bin)] === true) return neutral;
    const values = publishedAt(made.rehearsal, since, { stance, startUp, perPod });
    return headroom.mode === 'act' ? values : { ...values, headroom: 1 };
  };
  return { published, days: days.map(({ from, trusted, why }) => ({ from, trusted, why })) };
}

interface DayBounds {
  readonly settings: TrialSettings;
  /** Bins since the start of the load. */
  readonly from: number;
  readonly until: number;
}

/**
 * @param before what is learned before the day: whether a forecast is trusted on it
 * @param after what is learned after it: the forecasts that were made on it, without its outcomes
 */
async function playedDay(before: Outcome<Learned>, after: Outcome<Learned>, { settings, from, until }: DayBounds): Promise<PlayedDay> {
  const day = { from: from * bin, trusted: false };
  if (!before.ok) return { ...day, why: before.reason.why };
  if (!after.ok) return { ...day, why: after.reason.why };
  const { trusted, stance, why } = await verdictOn(before.value.rehearsal, settings, atOnce);
  if (stance === undefined) return { ...day, why };
  const { rehearsal } = after.value;
  return { ...day, trusted, why, stance, made: { rehearsal, first: until - perDay, drifted: driftedBins(rehearsal) } };
}

/** For each bin whether the outcomes before it say that the load has changed. */
function driftedBins({ day, forecasts }: Rehearsal): readonly boolean[] {
  const live = new LiveRecord(new Map());
  return Array.from(day.values, (_, now) => {
    live.settle(slice(day, 0, now));
    for (const [horizon, made] of forecasts) {
      const coming = now - 1 + horizon;
      const forecast = made[coming];
      if (forecast !== undefined) live.expect(day.start + coming * day.step, horizon, forecast);
    }
    return [...forecasts.keys()].some((horizon) => live.drifted(horizon));
  });
}

/** Means of whole bins. A gap has the value that is played in it. */
function binned({ demand, tick }: LoadedPods): RegularSeries {
  const width = bin / tick;
  const values = Float64Array.from({ length: Math.floor(demand.length / width) }, (_, index) => {
    const inside = demand.subarray(index * width, (index + 1) * width);
    return inside.reduce((sum, requests) => sum + requests, 0) / width;
  });
  return { start: 0, step: bin, values };
}

function trialSettings({ policy, telemetry, burst, startUp }: Simulation, headroom: ForecastOptions['headroom']): TrialSettings {
  const { limits } = standardOptimizer;
  return {
    workload: { namespace: 'simulated', deployment: 'simulated', scaling: policy, startUp: settingOf(startUp), burst, forecast: 'act', headroom, limits },
    signals: { window: seconds(telemetry.window), delay: Math.ceil(delayBudget(telemetry).typical), syncPeriod: seconds(telemetry.syncPeriod) },
    knee: latencyKnee,
  };
}

/** For a terminal. */
export function forecastText(days: readonly ForecastDay[]): string {
  const trusted = days.filter((day) => day.trusted).length;
  return `our policy with forecast: trusted on ${trusted} of the ${days.length} days after the first ${leastDays}, from which it is learned; without trust it is our policy, with fuller pods where headroom acts.`;
}
