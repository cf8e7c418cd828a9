/** Learns one load: fits models to all of it, and forecasts its last day from the days before. */
import { fittedMembers, recorded, rehearsed, type MemberForecast } from '../timeseries/forecast/backtest';
import { levelSeasonal, persistence, stepsOf, yesterday, yesterdayTimesLevel } from '../timeseries/forecast/baselines';
import { nextMissed } from '../timeseries/forecast/conformal';
import { ensembleOf, type Ensemble, type Forecast } from '../timeseries/forecast/ensemble';
import { forestModel } from '../timeseries/forecast/forest-model';
import { known, unknown, type Outcome } from '../timeseries/outcome';
import type { Random } from '../timeseries/random';
import { bridged } from '../timeseries/resampling';
import { present, slice, type RegularSeries } from '../timeseries/series';

const models = [persistence, yesterday, yesterdayTimesLevel, levelSeasonal, forestModel()];

/** Share that intervals are meant to miss. */
export const wantedMissed = 0.1;

/** Gaps of up to half an hour are bridged. */
const bridgedSeconds = 1800;

/** Days before the last one. Weights and intervals are learned from their forecasts. */
const rehearsedDays = 2;

/** Most days before the last one by which a headroom without a forecast is judged (decision 0213). */
const earlierDays = 2;

/** One day to fit models, one to learn weights, and one to judge the forecast. */
export const leastDays = 3;

export interface Learned {
  readonly ensemble: Ensemble;
  readonly horizons: readonly number[];
  /** Share of outcomes that intervals were set to miss at the end of the last day, by horizon. */
  readonly missed: ReadonlyMap<number, number>;
  /** The last day. */
  readonly rehearsal: Rehearsal;
}

/** Forecasts of a day, none of which knew its outcome. */
export interface RehearsedDay {
  readonly day: RegularSeries;
  /** By horizon, one forecast for each bin of the day in which it was made; undefined where there was none. */
  readonly forecasts: ReadonlyMap<number, readonly (Forecast | undefined)[]>;
}

export interface Rehearsal extends RehearsedDay {
  /** The whole days before it, the newest last. They were not forecast. */
  readonly earlier: readonly RegularSeries[];
}

/** Whether a step has no value after short gaps are bridged. */
export function usable(series: RegularSeries): RegularSeries {
  return bridged(series, Math.floor(bridgedSeconds / series.step));
}

/**
 * @param series the load until now
 * @param breathe awaited between two fits, so that HTTP requests are answered
 */
export async function learn(series: RegularSeries, horizons: readonly number[], random: Random, breathe: () => Promise<void>): Promise<Outcome<Learned>> {
  const past = usable(series);
  const fault = insufficient(past);
  if (fault !== undefined) return fault;
  const day = stepsOf(86_400, past.step);
  const from = past.values.length - day;
  const furthest = Math.max(...horizons);
  const before = slice(past, 0, from - furthest);
  const records: MemberForecast[] = [];
  for (let back = rehearsedDays - 1; back >= 0; back -= 1) {
    records.push(...rehearsed(models, slice(before, 0, before.values.length - back * day), horizons, { days: 1, random }));
    await breathe();
  }
  const then = fittedMembers(models, before, horizons, random);
  if (!then.ok) return then;
  const { rehearsal, missed } = lastDay(ensembleOf(then.value, records), past, from, horizons);
  records.push(...recorded(then.value, past, from, past.values.length));
  await breathe();
  const now = fittedMembers(models, past, horizons, random);
  return now.ok ? known({ ensemble: ensembleOf(now.value, records), horizons, missed, rehearsal }) : now;
}

function insufficient(past: RegularSeries): ReturnType<typeof unknown> | undefined {
  const needed = stepsOf(leastDays * 86_400, past.step);
  const there = present(past);
  if (past.values.length < needed || there < 0.8 * needed)
    return unknown('not enough data', `${leastDays} days are needed, ${needed} bins of ${past.step} s of which four fifths have a value, received ${there}`);
  const first = past.values.find((value) => !Number.isNaN(value));
  return past.values.every((value) => Number.isNaN(value) || value === first)
    ? unknown('constant', `a load that was always ${String(first)} has nothing to learn from`)
    : undefined;
}

/** A forecast is made in every bin of the day, for `horizon` bins later; intervals adapt as outcomes become known. */
function lastDay(
  ensemble: Ensemble,
  past: RegularSeries,
  from: number,
  horizons: readonly number[],
): { readonly rehearsal: Rehearsal; readonly missed: ReadonlyMap<number, number> } {
  const forecasts = new Map<number, readonly (Forecast | undefined)[]>();
  const missed = new Map<number, number>();
  for (const horizon of horizons) {
    let share = wantedMissed;
    const made: (Forecast | undefined)[] = [];
    for (let now = from - horizon; now < past.values.length; now += 1) {
      // the outcome of an earlier forecast that is known by now
      const earlier = made[now - from];
      const outcome = past.values[now] ?? Number.NaN;
      if (earlier !== undefined && !Number.isNaN(outcome)) share = nextMissed(share, wantedMissed, outcome >= earlier.lower && outcome <= earlier.upper);
      const forecast = ensemble.forecast(slice(past, 0, now + 1), now, horizon, share);
      made.push(forecast.ok ? forecast.value : undefined);
    }
    // the first is made in the bin before the day, so the forecast of bin i of the day has index i
    forecasts.set(horizon, made);
    missed.set(horizon, share);
  }
  return { rehearsal: { day: slice(past, from, past.values.length), forecasts, earlier: daysBefore(past, from) }, missed };
}

function daysBefore(past: RegularSeries, until: number): readonly RegularSeries[] {
  const day = stepsOf(86_400, past.step);
  const count = Math.min(Math.floor(until / day), earlierDays);
  return Array.from({ length: count }, (_, index) => slice(past, until - (count - index) * day, until - (count - index - 1) * day));
}
