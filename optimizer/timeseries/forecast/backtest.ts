/** Forecasts that were made before their outcome was known. Weights and intervals are learned from them. */
import { known, unknown, type Outcome } from '../outcome';
import { type Random } from '../random';
import { slice, type RegularSeries } from '../series';
import { stepsOf } from './baselines';
import { type FittedModel, type Model } from './model';

/** Models that were fitted on the same past; one that the past was not enough for is undefined, and says so by its absence in `names`. */
export interface Members {
  readonly names: readonly string[];
  readonly fitted: readonly FittedModel[];
  readonly horizons: readonly number[];
}

export interface MemberForecast {
  /** Seconds since 1970 of the moment that was forecast. */
  readonly at: number;
  readonly horizon: number;
  readonly outcome: number;
  /** One forecast for each member, by name; absent where the member gave a reason instead. */
  readonly forecasts: ReadonlyMap<string, number>;
}

/** Every model that can learn from this past. A reason when none can: then there is no forecast. */
export function fittedMembers(models: readonly Model[], past: RegularSeries, horizons: readonly number[], random: Random): Outcome<Members> {
  const names: string[] = [];
  const fitted: FittedModel[] = [];
  let refusal = unknown('not enough data', 'a forecast needs a model');
  for (const model of models) {
    const outcome = model.fit(past, horizons, random);
    if (!outcome.ok) {
      refusal = outcome;
      continue;
    }
    names.push(model.name);
    fitted.push(outcome.value);
  }
  return fitted.length > 0 ? known({ names, fitted, horizons }) : refusal;
}

/** The members' forecasts for `horizon` steps after `now`, by name. */
export function memberForecasts({ names, fitted }: Members, series: RegularSeries, now: number, horizon: number): ReadonlyMap<string, number> {
  const forecasts = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const forecast = fitted[index]?.forecast(series, now, horizon);
    if (forecast?.ok === true) forecasts.set(name, forecast.value);
  }
  return forecasts;
}

/** The members' forecasts for outcomes from step `from` to before `until`, each made `horizon` steps earlier from the values known then. Free of look-ahead only if the members were fitted on steps before `from` − horizon. */
export function recorded(members: Members, series: RegularSeries, from: number, until: number): readonly MemberForecast[] {
  const records: MemberForecast[] = [];
  for (const horizon of members.horizons) {
    for (let target = Math.max(from, horizon); target < Math.min(until, series.values.length); target += 1) {
      const outcome = series.values[target] ?? Number.NaN;
      if (Number.isNaN(outcome)) continue;
      const forecasts = memberForecasts(members, series, target - horizon, horizon);
      if (forecasts.size > 0) records.push({ at: series.start + target * series.step, horizon, outcome, forecasts });
    }
  }
  return records;
}

/** The last `days` days of `past` as they would have been forecast, with a fit before each: a service that has just started learns from them. Fewer where the past is short. */
export function rehearsed(
  models: readonly Model[],
  past: RegularSeries,
  horizons: readonly number[],
  options: { readonly days: number; readonly random: Random },
): readonly MemberForecast[] {
  const day = stepsOf(86_400, past.step);
  const furthest = Math.max(...horizons);
  const records: MemberForecast[] = [];
  for (let back = options.days; back >= 1; back -= 1) {
    const from = past.values.length - back * day;
    const members = from > furthest ? fittedMembers(models, slice(past, 0, from - furthest), horizons, options.random) : undefined;
    if (members?.ok === true) records.push(...recorded(members.value, past, from, from + day));
  }
  return records;
}
