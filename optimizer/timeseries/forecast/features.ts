/** The features of the Random Forest for one moment of a load: the last two hours, yesterday, last week and the calendar, each relative to the level of its own time, so that growth and level shifts stay within the range of the training data. */
import { type RegularSeries } from '../series';
import { levelAt } from './recent';
import { stepsOf } from './baselines';

const [hour, day] = [3600, 86_400];

/** Minutes back from now. */
const lags = [0, 5, 10, 15, 20, 30, 45, 60, 75, 90, 120];
/** Minutes over which recent means are taken. */
const spans = [15, 60, 180];
/** Days back, at the time of day that is forecast. */
const days = [1, 2, 3, 4, 5, 6, 7];

export const featureCount = lags.length + spans.length + 1 + 3 * 2 + 8 + 5;

/** The level that a forecast is relative to: the mean of the last half hour. */
export function levelOf(series: RegularSeries, now: number): number {
  return levelAt(series.values, now, stepsOf(1800, series.step));
}

/** The present step, and how many steps ahead the forecast is. */
export interface Moment {
  readonly now: number;
  readonly horizon: number;
}

/** Writes `featureCount` features of a moment from `offset` on. Unknown ones are NaN, which the forest can take. */
export function writeFeatures(series: RegularSeries, { now, horizon }: Moment, into: Float64Array, offset = 0): void {
  const level = levelOf(series, now);
  let place = offset;
  const put = (value: number): void => {
    into[place] = Number.isFinite(value) ? value : Number.NaN;
    place += 1;
  };
  putRecent(series, now, level, put);
  putTarget(series, { now, horizon }, level, put);
  putDays(series, { now, horizon }, put);
  putCalendar(series, now + horizon, put);
}

type Put = (value: number) => void;

function putRecent({ values, step }: RegularSeries, now: number, level: number, put: Put): void {
  for (const minutes of lags) put(valueAt(values, now - Math.round((minutes * 60) / step)) / level);
  for (const minutes of spans) put(levelAt(values, now, stepsOf(minutes * 60, step)) / level);
  put(deviation(values, now, stepsOf(hour, step)) / level);
}

/** The values one to three hours before the forecast moment, where they are already known: many loads repeat every hour. */
function putTarget({ values, step }: RegularSeries, { now, horizon }: Moment, level: number, put: Put): void {
  for (const hours of [1, 2, 3]) {
    const then = now + horizon - stepsOf(hours * hour, step);
    put(then > now ? Number.NaN : valueAt(values, then) / level);
    put(then > now ? Number.NaN : levelAt(values, Math.min(then + 1, now), 3) / level);
  }
}

/** The load of past days after this time of day, relative to its level then. */
function putDays(series: RegularSeries, { now, horizon }: Moment, put: Put): void {
  const { values, step } = series;
  const ratios = days.map((back) => {
    const then = now - back * stepsOf(day, step);
    return then < 0 || then + horizon > now ? Number.NaN : levelAt(values, Math.min(then + horizon + 1, now), 3) / levelOf(series, then);
  });
  const then = now - stepsOf(day, step);
  const exact = then < 0 || then + horizon > now ? Number.NaN : valueAt(values, then + horizon);
  put(exact / levelOf(series, then));
  for (const back of [0, 1, 6]) put(ratios[back] ?? Number.NaN);
  const seen = ratios.filter((ratio) => Number.isFinite(ratio)).sort((a, b) => a - b);
  put(seen.reduce((sum, ratio) => sum + ratio, 0) / seen.length);
  put(seen[Math.floor(seen.length / 2)] ?? Number.NaN);
  put(seen[0] ?? Number.NaN);
  put(seen.at(-1) ?? Number.NaN);
}

function putCalendar({ start, step }: RegularSeries, target: number, put: Put): void {
  const at = start + target * step;
  const timeOfDay = (at % day) / day;
  const weekday = Math.floor(at / day + 4) % 7;
  put(timeOfDay);
  put(Math.cos(2 * Math.PI * timeOfDay));
  put(at % hour);
  put(weekday);
  // 1970-01-01 was a Thursday, so Sunday is 0 and Saturday 6
  put(weekday === 0 || weekday === 6 ? 1 : 0);
}

function valueAt(values: Float64Array, index: number): number {
  return index < 0 ? Number.NaN : (values[index] ?? Number.NaN);
}

function deviation(values: Float64Array, now: number, width: number): number {
  const mean = levelAt(values, now, width);
  let sum = 0;
  let count = 0;
  for (let index = Math.max(now - width + 1, 0); index <= now; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += (value - mean) ** 2;
    count += 1;
  }
  return Math.sqrt(sum / count);
}
