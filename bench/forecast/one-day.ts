/** Forecasts of a service that knows a load for exactly one day: every day of the test is forecast from the 24 hours before it and its own bins, without any earlier value. */
import { fittedMembers, memberForecasts, recorded, type MemberForecast, type Members } from '../../optimizer/timeseries/forecast/backtest';
import { stepsOf } from '../../optimizer/timeseries/forecast/baselines';
import { combination, learnedWeights } from '../../optimizer/timeseries/forecast/weights';
import { known, type Outcome } from '../../optimizer/timeseries/outcome';
import { seededRandom } from '../../optimizer/timeseries/random';
import { slice, type RegularSeries } from '../../optimizer/timeseries/series';
import { wapeOf } from './wape-of';
import { models, simple, testedFrom } from './score-series';

export interface DayScores {
  readonly minutes: number;
  /** Σ|error| / Σ outcome of the combination, and of the best simple model, chosen afterwards. */
  readonly ours: number;
  readonly best: number;
  readonly bestName: string;
  /** Members that could be fitted. */
  readonly members: readonly string[];
}

interface Column {
  readonly minutes: number;
  readonly horizon: number;
  readonly outcome: number[];
  readonly value: number[];
  readonly simple: readonly number[][];
}

/** There is no earlier forecast to learn from: all members weigh the same for six hours, and then what the hours of the day so far teach. */
export function scoredFromOneDay(series: RegularSeries): Outcome<readonly DayScores[]> {
  const test = testedFrom(series);
  if (!test.ok) return test;
  const day = stepsOf(86_400, series.step);
  const columns = [15, 60].map<Column>((minutes) => ({
    minutes,
    horizon: stepsOf(minutes * 60, series.step),
    outcome: [],
    value: [],
    simple: simple.map(() => []),
  }));
  const names = new Set<string>();
  for (let start = test.value; start < series.values.length; start += day) {
    const members = fittedMembers(
      models,
      slice(series, start - day, start),
      columns.map(({ horizon }) => horizon),
      seededRandom(start),
    );
    if (!members.ok) return members;
    for (const name of members.value.names) names.add(name);
    playDay(slice(series, start - day, start + day), members.value, columns);
  }
  return known(columns.map((column) => scoresOf(column, [...names])));
}

/** @param two the day that is known, and as much of the day after it as there is */
function playDay(two: RegularSeries, members: Members, columns: readonly Column[]): void {
  const day = stepsOf(86_400, two.step);
  const quarter = day / 4;
  const records: MemberForecast[] = [];
  for (let begin = day; begin < two.values.length; begin += quarter) {
    const until = Math.min(begin + quarter, two.values.length);
    for (const column of columns) {
      const weights = learnedWeights(
        members.names,
        records.filter(({ horizon }) => horizon === column.horizon),
      );
      for (let now = begin; now < until; now += 1) playStep({ two, now, members, weights }, column);
    }
    records.push(...recorded(members, slice(two, 0, until), begin, until));
  }
}

interface Step {
  readonly two: RegularSeries;
  readonly now: number;
  readonly members: Members;
  readonly weights: ReadonlyMap<string, number>;
}

function playStep({ two: series, now, members, weights }: Step, { horizon, outcome, value, simple: others }: Column): void {
  const actual = series.values[now + horizon] ?? Number.NaN;
  const forecasts = memberForecasts(members, slice(series, 0, now + 1), now, horizon);
  const made = combination(weights, forecasts);
  if (Number.isNaN(actual) || made === undefined) return;
  outcome.push(actual);
  value.push(made);
  for (const [index, { name }] of simple.entries()) others[index]?.push(forecasts.get(name) ?? Number.NaN);
}

function scoresOf({ minutes, outcome, value, simple: others }: Column, members: readonly string[]): DayScores {
  const errors = others.map((values) => wapeOf(outcome, values));
  const best = Math.min(...errors.filter((error) => !Number.isNaN(error)));
  return { minutes, ours: wapeOf(outcome, value), best, bestName: simple[errors.indexOf(best)]?.name ?? '', members };
}
