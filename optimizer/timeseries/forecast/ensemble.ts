/** Combines the forecasts of all members into one with an interval. */
import { known, unknown, type Outcome } from '../outcome';
import { type RegularSeries } from '../series';
import { memberForecasts, type MemberForecast, type Members } from './backtest';
import { ConformalIntervals } from './conformal';
import { combination, learnedWeights } from './weights';

export interface Forecast {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Ensemble {
  /** `horizon` is one of those that the members were fitted for. The interval misses `missed` of the outcomes, 0.1 for one of 90 %. */
  forecast(series: RegularSeries, now: number, horizon: number, missed: number): Outcome<Forecast>;
  /** Weight of each member for a horizon, to be shown. */
  weights(horizon: number): ReadonlyMap<string, number>;
}

interface Learned {
  readonly weights: ReadonlyMap<string, number>;
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
      const value = combination(of.weights, memberForecasts(members, series, now, horizon));
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
  const residuals = records.flatMap(({ at, outcome, forecasts }) => {
    const value = combination(weights, forecasts);
    return value !== undefined && value > 0 ? [{ at, relative: outcome / value - 1 }] : [];
  });
  return { weights, intervals: new ConformalIntervals(residuals) };
}
