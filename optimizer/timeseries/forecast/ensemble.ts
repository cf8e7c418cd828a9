/** Combines the forecasts of all members into one with an interval. */
import { known, unknown, type Outcome } from '../outcome';
import { type RegularSeries } from '../series';
import { memberForecasts, recorded, type MemberForecast, type Members } from './backtest';
import { stepsOf } from './baselines';
import { ConformalIntervals, type Residual } from './conformal';
import { latelyWeighted, recentSeconds } from './lately';
import { combination, learnedWeights } from './weights';

export interface Forecast {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Ensemble {
  /** `horizon` is one of those that the members were fitted for. The interval misses `missed` of the outcomes, 0.1 for one of 90 %. */
  forecast(series: RegularSeries, now: number, horizon: number, missed: number): Outcome<Forecast>;
  /** Weight of each member for a horizon as it was learned, to be shown; a forecast changes it by the errors of the last two hours. */
  weights(horizon: number): ReadonlyMap<string, number>;
}

interface Learned {
  readonly weights: ReadonlyMap<string, number>;
  /** Error of their combination over the records: Σ|error| / Σ outcome. */
  readonly usual: number;
  readonly intervals: ConformalIntervals;
}

/**
 * `records` must have been made before their outcomes were known (`recorded`, `rehearsed`). Those of the last three days are enough: the load may have changed since older ones. Learning again from newer records costs
 * little, and can be done every few hours without a new fit.
 */
export function ensembleOf(members: Members, records: readonly MemberForecast[]): Ensemble {
  return combined(members, new Map(members.horizons.map((horizon) => [horizon, learnedFrom(members.names, ofHorizon(records, horizon))])));
}

/** Apart from the records: a function keeps all that the one around it has at hand, and an ensemble lives for a day. */
function combined(members: Members, learned: ReadonlyMap<number, Learned>): Ensemble {
  return {
    weights: (horizon) => learned.get(horizon)?.weights ?? new Map<string, number>(),
    forecast(series, now, horizon, missed) {
      const of = learned.get(horizon);
      if (of === undefined) return unknown('invalid option', `horizon must be one of ${members.horizons.join(', ')} steps, received ${horizon}`);
      const recent = recorded({ ...members, horizons: [horizon] }, series, now + 1 - stepsOf(recentSeconds, series.step), now + 1);
      const value = combination(latelyWeighted(of.weights, of.usual, recent), memberForecasts(members, series, now, horizon));
      if (value === undefined) return unknown('all gaps', `no model can forecast from step ${now}`);
      const interval = of.intervals.around(value, series.start + (now + horizon) * series.step, missed);
      return interval === undefined ? unknown('not enough data', 'an interval needs past forecasts with their outcomes') : known({ value, ...interval });
    },
  };
}

function ofHorizon(records: readonly MemberForecast[], horizon: number): readonly MemberForecast[] {
  return records.filter((record) => record.horizon === horizon);
}

function learnedFrom(names: readonly string[], records: readonly MemberForecast[]): Learned {
  const weights = learnedWeights(names, records);
  const usual = usualError(weights, records);
  return { weights, usual, intervals: new ConformalIntervals(residualsOf(weights, usual, records)) };
}

/** 0 without records. */
function usualError(weights: ReadonlyMap<string, number>, records: readonly MemberForecast[]): number {
  let [error, size] = [0, 0];
  for (const { outcome, forecasts } of records) {
    const value = combination(weights, forecasts);
    if (value === undefined) continue;
    error += Math.abs(outcome - value);
    size += outcome;
  }
  return size > 0 ? error / size : 0;
}

/** Of what would have been forecast, with weights that followed the two hours before. */
function residualsOf(weights: ReadonlyMap<string, number>, usual: number, records: readonly MemberForecast[]): readonly Residual[] {
  const inOrder = [...records].sort((a, b) => a.at - b.at);
  return inOrder.flatMap((record, index) => {
    const value = combination(latelyWeighted(weights, usual, knownBefore(inOrder, index)), record.forecasts);
    return value !== undefined && value > 0 ? [{ at: record.at, relative: record.outcome / value - 1 }] : [];
  });
}

/** The records of the two hours before the record at `index` was made. A record is at least a step after the one before it, so none is of an outcome that was not known. */
function knownBefore(inOrder: readonly MemberForecast[], index: number): readonly MemberForecast[] {
  const last = index - (inOrder[index]?.horizon ?? 0);
  const until = inOrder[last]?.at ?? Number.NEGATIVE_INFINITY;
  let first = last;
  while (first > 0 && (inOrder[first - 1]?.at ?? until) > until - recentSeconds) first -= 1;
  return last < 0 ? [] : inOrder.slice(first, last + 1);
}
