/** Forecasts a series as the service would have done: fitted once a day, weights and intervals learned again every six hours, only from earlier values. */
import { fittedMembers, memberForecasts, recorded, rehearsed, type MemberForecast, type Members } from '../../optimizer/timeseries/forecast/backtest';
import { persistence, stepsOf, yesterday, levelSeasonal, yesterdayTimesLevel } from '../../optimizer/timeseries/forecast/baselines';
import { nextMissed } from '../../optimizer/timeseries/forecast/conformal';
import { ensembleOf, type Ensemble } from '../../optimizer/timeseries/forecast/ensemble';
import { forestModel } from '../../optimizer/timeseries/forecast/forest-model';
import { known, unknown, type Outcome } from '../../optimizer/timeseries/outcome';
import { seededRandom } from '../../optimizer/timeseries/random';
import { coverage } from '../../optimizer/timeseries/scores/intervals';
import { replicaAccuracy, wape } from '../../optimizer/timeseries/scores/forecast-errors';
import { toldByNeighbours, type Neighbours } from './neighbours';
import { slice, type RegularSeries } from '../../optimizer/timeseries/series';

export interface Scores {
  readonly minutes: number;
  readonly ours: number;
  readonly best: number;
  readonly bestName: string;
  readonly replicas: number;
  readonly covered: number;
  /** Of the mean of the bins on both sides, which no forecast knows. */
  readonly neighbours: Neighbours;
}

export const simple = [persistence, yesterday, yesterdayTimesLevel, levelSeasonal];
export const models = [...simple, forestModel()];
const [wanted, historyDays, recordDays] = [0.1, 14, 3];

/** Forecasts of one horizon and their outcomes, one a step; steps without a value or a forecast are left out. */
export interface Column {
  readonly minutes: number;
  readonly horizon: number;
  missed: number;
  /** Steps of the series to which the outcomes belong. */
  readonly at: number[];
  readonly outcome: number[];
  readonly value: number[];
  readonly lower: number[];
  readonly upper: number[];
  /** Whether each outcome was within its interval; used for learning once the outcome is known. */
  readonly inside: boolean[];
  readonly simple: readonly number[][];
}

export function scored(series: RegularSeries): Outcome<readonly Scores[]> {
  const test = testedFrom(series);
  if (!test.ok) return test;
  const columns = played(series, test.value, series.values.length);
  return columns.ok ? known(columns.value.map((column) => scoresOf(column, series, test.value))) : columns;
}

/** The first step of the last 40 %, which are forecast. */
export function testedFrom(series: RegularSeries): Outcome<number> {
  const test = Math.floor(series.values.length * 0.6);
  return test < 2 * stepsOf(86_400, series.step)
    ? unknown('not enough data', `two days before the last 40 % are needed, received ${((test * series.step) / 86_400).toFixed(1)}`)
    : known(test);
}

/** Forecasts 15 and 60 minutes ahead from each step of `from` until before `until`, with a fit before each day. */
export function played(series: RegularSeries, from: number, until: number): Outcome<readonly Column[]> {
  const day = stepsOf(86_400, series.step);
  const columns = [15, 60].map<Column>((minutes) => ({
    minutes,
    horizon: stepsOf(minutes * 60, series.step),
    missed: wanted,
    at: [],
    outcome: [],
    value: [],
    lower: [],
    upper: [],
    inside: [],
    simple: simple.map(() => []),
  }));
  const horizons = columns.map(({ horizon }) => horizon);
  const past = slice(series, Math.max(from - historyDays * day, 0), from);
  const records = [...rehearsed(models, past, horizons, { days: 2, random: seededRandom(from) })];
  for (let start = from; start < until; start += day) {
    const fault = playDay({ series, start, until: Math.min(start + day, until) }, columns, records);
    if (fault !== undefined) return fault;
  }
  return known(columns);
}

/** A day that is played, or a part of it. */
interface PlayedDay {
  readonly series: RegularSeries;
  readonly start: number;
  readonly until: number;
}

function playDay({ series, start, until }: PlayedDay, columns: readonly Column[], records: MemberForecast[]): ReturnType<typeof unknown> | undefined {
  const day = stepsOf(86_400, series.step);
  const quarter = day / 4;
  const horizons = columns.map(({ horizon }) => horizon);
  const members = fittedMembers(models, slice(series, Math.max(start - historyDays * day, 0), start), horizons, seededRandom(start));
  if (!members.ok) return members;
  for (let begin = start; begin < until; begin += quarter) {
    const since = series.start + (begin - recordDays * day) * series.step;
    const ensemble = ensembleOf(
      members.value,
      records.filter(({ at }) => at >= since),
    );
    for (let now = begin; now < Math.min(begin + quarter, until); now += 1)
      for (const column of columns) playStep({ series, now, column, ensemble, members: members.value });
    records.push(...recorded(members.value, slice(series, 0, Math.min(begin + quarter, until)), begin, begin + quarter));
  }
  return undefined;
}

interface Step {
  readonly series: RegularSeries;
  readonly now: number;
  readonly column: Column;
  readonly ensemble: Ensemble;
  readonly members: Members;
}

function playStep({ series, now, column, ensemble, members }: Step): void {
  const { horizon, inside } = column;
  const outcome = series.values[now + horizon] ?? Number.NaN;
  const seen = slice(series, 0, now + 1);
  const forecast = ensemble.forecast(seen, now, horizon, column.missed);
  if (Number.isNaN(outcome) || !forecast.ok) return;
  const { value, lower, upper } = forecast.value;
  const lastKnown = inside[inside.length - horizon];
  if (lastKnown !== undefined) column.missed = nextMissed(column.missed, wanted, lastKnown);
  inside.push(outcome >= lower && outcome <= upper);
  column.at.push(now + horizon);
  column.outcome.push(outcome);
  column.value.push(value);
  column.lower.push(lower);
  column.upper.push(upper);
  const others = memberForecasts(members, seen, now, horizon);
  for (const [index, { name }] of simple.entries()) column.simple[index]?.push(others.get(name) ?? Number.NaN);
}

function scoresOf({ minutes, outcome, value, lower, upper, simple: others }: Column, series: RegularSeries, test: number): Scores {
  const actual = Float64Array.from(outcome);
  const errors = others.map((values) => numberOf(wape(actual, Float64Array.from(values))));
  const best = Math.min(...errors.filter((error) => !Number.isNaN(error)));
  // scaled so that thirty replicas are enough for all but the highest thousandth of values
  const sorted = series.values.filter((load) => !Number.isNaN(load)).sort();
  const perReplica = (sorted[Math.floor(sorted.length * 0.999)] ?? 1) / 30;
  return {
    minutes,
    ours: numberOf(wape(actual, Float64Array.from(value))),
    best,
    bestName: simple[errors.indexOf(best)]?.name ?? '',
    replicas: numberOf(replicaAccuracy(actual, Float64Array.from(value), perReplica)),
    neighbours: toldByNeighbours(series, test, perReplica),
    covered: numberOf(coverage(actual, Float64Array.from(lower), Float64Array.from(upper))),
  };
}

function numberOf(outcome: Outcome<number>): number {
  return outcome.ok ? outcome.value : Number.NaN;
}
