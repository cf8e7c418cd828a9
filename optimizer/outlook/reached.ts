/** When one growing series reaches its limit, out of what Prometheus answered. Pure. */
import type { WatchedSettings } from '../config';
import { historyOf } from '../history';
import type { LabelledSeries, MetricsAnswer } from '../ports';
import { dailyValues, fittedTrend, reachOf } from '../timeseries/trend';

export interface Reached {
  readonly what: string;
  readonly unit: string;
  readonly why: string;
  /** @default - nothing of it runs out */
  readonly limit?: number;
  /** Of the last whole day. */
  readonly now?: number;
  /** Why nothing is said. */
  readonly refused?: string;
  /** Starts of days, seconds since 1970; none that is further away than `daysAhead`. `earliest` and `latest` hold at nine in ten. */
  readonly expected?: number;
  readonly earliest?: number;
  readonly latest?: number;
}

const [hour, day] = [3600, 86_400];
/** Days of the past that are looked at, and of the future that are spoken of. */
export const [daysBack, daysAhead] = [60, 180] as const;
/** Most series of one question, such as volumes. */
const mostSeries = 100;

/** The end of the last whole hour. */
export const lastHour = (now: number): number => Math.floor(now / hour) * hour;

export function reachedBy(watched: WatchedSettings, answer: MetricsAnswer, now: number): readonly Reached[] {
  const refused = (why: string): readonly Reached[] => [{ ...namedBy(watched), refused: why }];
  if (answer.kind !== 'series')
    return refused(`Prometheus ${answer.kind === 'unavailable' ? 'does not answer' : 'gave an answer that is refused'}: ${answer.why}`);
  if (answer.warnings.length > 0) return refused(`the answer is partial: ${answer.warnings[0] ?? ''}`);
  const { series } = answer;
  if (series.length === 0) return refused('nothing is measured of it');
  if (watched.each === undefined && series.length > 1) return refused(`there must be one series, received ${series.length}`);
  return series.slice(0, mostSeries).map((one) => reached(watched, one, now));
}

const namedBy = ({ name, unit, why }: WatchedSettings): Pick<Reached, 'what' | 'unit' | 'why'> => ({ what: name, unit, why });

function reached(watched: WatchedSettings, { labels, samples }: LabelledSeries, now: number): Reached {
  const which = (watched.each ?? []).map((label) => labels[label] ?? '').join('/');
  const named = { ...namedBy(watched), what: which === '' ? watched.name : `${watched.name} ${which}` };
  const history = historyOf(samples, { bin: hour, until: lastHour(now), bins: daysBack * 24 });
  if (!history.ok) return { ...named, refused: history.reason.why };
  const daily = dailyValues(history.value, watched.measure);
  const trend = fittedTrend(daily);
  if (!trend.ok) return { ...named, refused: trend.reason.why };
  const present = { ...named, now: trend.value.at(0).value };
  const { limit } = watched;
  if (limit === undefined) return present;
  const lastDay = (Math.ceil(history.value.start / day) + daily.length - 1) * day;
  const reach = reachOf(trend.value, limit, daysAhead + Math.ceil((now - lastDay) / day));
  const dates = Object.fromEntries(Object.entries(reach).map(([moment, days]: [string, number]) => [moment, lastDay + days * day]));
  return { ...present, limit, ...(dates as Pick<Reached, 'expected' | 'earliest' | 'latest'>) };
}

/** From now, and at most `daysAhead`; undefined where nothing is said. */
export function daysLeft(one: Reached, bound: 'expected' | 'earliest', now: number): number | undefined {
  if (one.refused !== undefined || one.limit === undefined) return undefined;
  const at = one[bound];
  return at === undefined ? daysAhead : Math.min(Math.max((at - now) / day, 0), daysAhead);
}
