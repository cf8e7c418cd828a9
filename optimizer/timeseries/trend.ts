/** Where the days of a series go: their level, the weekday's share of it, and a slope where there is one; and when a limit is reached. */
import { known, unknown, type Outcome } from './outcome';
import { quantile } from './quantile';
import { type RegularSeries } from './series';

/** What a day is known by: what is paid follows the mean, and what must suffice follows the peak. */
export type DayMeasure = 'mean' | 'peak';

export interface Trend {
  /** Of a day, so many days after the last that is known. */
  at(ahead: number): TrendValue;
  /** Of the level in a week, as a share of it; 0 where no slope can be told from chance. */
  readonly weekly: number;
  /** Days that it was learned from. */
  readonly days: number;
}

export interface TrendValue {
  readonly value: number;
  /** Between them nine of ten days. */
  readonly lower: number;
  readonly upper: number;
}

const day = 86_400;
/** Days without which nothing is said: each weekday once, and one of them twice. */
export const leastDays = 8;
/** A day with fewer of its values is none. */
const leastKnown = 0.5;
/** Share of a day's values that its peak is not below: the highest alone is an accident. */
const peakShare = 0.99;
/** Days that make the level. */
const levelDays = 7;
/** By how much a slope is believed less with each week ahead: growth that goes on for ever is rare (Gardner and McKenzie, 1985). */
const damping = 0.97;
/** Deviations of Kendall's statistic from which on a slope is none of chance. */
const sure = 1.96;

/** One value for each whole UTC day; NaN where too little of one is known. */
export function dailyValues({ start, step, values }: RegularSeries, measure: DayMeasure): Float64Array {
  const first = Math.ceil(start / day) * day;
  const perDay = day / step;
  const from = Math.round((first - start) / step);
  const count = Math.max(Math.floor((values.length - from) / perDay), 0);
  return Float64Array.from({ length: count }, (_, index) => {
    const bins = values.subarray(Math.round(from + index * perDay), Math.round(from + (index + 1) * perDay)).filter((value) => Number.isFinite(value));
    if (bins.length < leastKnown * perDay) return Number.NaN;
    return measure === 'peak' ? quantile(bins, peakShare) : bins.reduce((sum, value) => sum + value, 0) / bins.length;
  });
}

export function fittedTrend(daily: Float64Array): Outcome<Trend> {
  const days = daily.filter((value) => Number.isFinite(value));
  if (days.length < leastDays) return unknown('not enough data', `${leastDays} whole days are needed, received ${days.length}`);
  if (days.every((value) => value === days[0])) return unknown('constant', `a series that changes is needed, received ${days.length} days of ${days[0] ?? 0}`);
  const model = modelOf(daily);
  const spread = errorsOf(daily);
  if (!isWhole(model) || !Number.isFinite(spread))
    return unknown(
      'all gaps',
      `one of the last ${levelDays} days must be known, and days before it that tell what comes, received ${days.length} of ${daily.length} days`,
    );
  return known({
    weekly: model.level === 0 ? 0 : (7 * model.slope) / Math.abs(model.level),
    days: days.length,
    at: (ahead) => {
      const value = valueAt(model, ahead);
      const width = spread * Math.sqrt(1 + ahead / 7);
      return { value, lower: Math.max(value - width, Math.min(...days) < 0 ? Number.NEGATIVE_INFINITY : 0), upper: value + width };
    },
  });
}

interface Model {
  readonly level: number;
  /** In a day. */
  readonly slope: number;
  /** Of each weekday over the mean, the last day's first. */
  readonly weekdays: readonly number[];
}

/** Without a day lately there is no level, and of numbers near the largest no sums. */
function isWhole({ level, slope, weekdays }: Model): boolean {
  return [level, slope, ...weekdays].every((value) => Number.isFinite(value));
}

function valueAt({ level, slope, weekdays }: Model, ahead: number): number {
  // Σ of the damped slope over the days ahead, a week at a time
  const rate = damping ** (1 / 7);
  const steps = (rate * (1 - rate ** ahead)) / (1 - rate);
  return (level + slope * steps) * (weekdays[((ahead % 7) + 7) % 7] ?? 1);
}

function modelOf(daily: Float64Array): Model {
  const last = daily.length - 1;
  const weekdays = weekdaysOf(daily);
  const flat = daily.map((value, index) => value / (weekdays[(((index - last) % 7) + 7) % 7] ?? 1));
  const slope = slopeOf(flat);
  // the level is that of the last day: older ones are brought to it along the slope
  const recent = flat.slice(-levelDays).map((value, index, all) => value + slope * (all.length - 1 - index));
  return { level: quantile(recent, 0.5), slope, weekdays };
}

/** With two weeks or more; half of what was seen of so few is chance. */
function weekdaysOf(daily: Float64Array): readonly number[] {
  const weeks = Math.floor(daily.length / 7);
  const last = daily.length - 1;
  if (weeks < 2) return Array.from({ length: 7 }, () => 1);
  return Array.from({ length: 7 }, (_, offset) => {
    const shares: number[] = [];
    for (let week = 0; week < weeks; week += 1) {
      const place = last - 7 * week - ((7 - offset) % 7);
      const around = quantile(daily.slice(Math.max(place - 3, 0), place + 4), 0.5);
      const share = (daily[place] ?? Number.NaN) / around;
      if (Number.isFinite(share) && share > 0) shares.push(share);
    }
    const seen = quantile(Float64Array.from(shares), 0.5);
    return Number.isFinite(seen) ? seen ** (weeks / (weeks + 1)) : 1;
  });
}

/** The median of the slopes between all pairs of days (Theil and Sen), or 0 where the order of the days tells no direction (Mann and Kendall). */
function slopeOf(values: Float64Array): number {
  const slopes: number[] = [];
  let rises = 0;
  for (const [index, value] of values.entries())
    for (let later = index + 1; later < values.length; later += 1) {
      const slope = ((values[later] ?? Number.NaN) - value) / (later - index);
      if (!Number.isFinite(slope)) continue;
      slopes.push(slope);
      rises += Math.sign(slope);
    }
  const count = values.filter((value) => Number.isFinite(value)).length;
  const deviation = Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  return Math.abs(rises) <= sure * deviation ? 0 : quantile(Float64Array.from(slopes), 0.5);
}

/** By how much forecasts of days of the past, made by the days before them, were wrong, in days of no distance; nine of ten by less. */
function errorsOf(daily: Float64Array): number {
  const errors: number[] = [];
  for (let origin = Math.max(Math.floor(daily.length / 2), 4); origin < daily.length; origin += 1) {
    const model = modelOf(daily.slice(0, origin));
    for (let ahead = 1; origin - 1 + ahead < daily.length; ahead += 1) {
      const error = Math.abs((daily[origin - 1 + ahead] ?? Number.NaN) - valueAt(model, ahead)) / Math.sqrt(1 + ahead / 7);
      if (Number.isFinite(error)) errors.push(error);
    }
  }
  return errors.length > 0 ? quantile(Float64Array.from(errors), 0.9) : Number.NaN;
}

export interface Reach {
  /** Days after the last that is known; 0 where it is reached already. @default - not within the days that were asked about */
  readonly expected?: number;
  /** The first day on which it may be, and the last on which it is likely to be, at nine in ten. @default - not within those days */
  readonly earliest?: number;
  readonly latest?: number;
}

/** @param within days */
export function reachOf(trend: Trend, limit: number, within: number): Reach {
  const first = (of: (value: TrendValue) => number): number | undefined => {
    for (let ahead = 0; ahead <= within; ahead += 1) if (of(trend.at(ahead)) >= limit) return ahead;
    return undefined;
  };
  const [expected, earliest, latest] = [first(({ value }) => value), first(({ upper }) => upper), first(({ lower }) => lower)];
  return {
    ...(expected === undefined ? {} : { expected }),
    ...(earliest === undefined ? {} : { earliest }),
    ...(latest === undefined ? {} : { latest }),
  };
}
