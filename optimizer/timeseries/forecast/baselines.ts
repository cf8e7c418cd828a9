/** Simple baseline forecasts; a model that is better than the best of them has learned something. */
import { known, unknown, type Outcome } from '../outcome';
import { type RegularSeries } from '../series';
import { lastKnown, levelAt } from './recent';
import { type FittedModel, type Model } from './model';

const day = 86_400;

/** Seconds of the past that count as the present level. */
const levelSeconds = 1800;

/** The present value. */
export const persistence: Model = {
  name: 'persistence',
  fit: () => known({ forecast: ({ values, step }, now) => answer(lastKnown(values, now, stepsOf(levelSeconds, step)), now) }),
};

/** The value of yesterday at that time. */
export const yesterday: Model = {
  name: 'yesterday',
  fit: (past) => afterOneDay(past, ({ values, step }, now, horizon) => answer(levelAt(values, now + horizon - backTo(step, horizon), 1), now)),
};

/** The value of yesterday at that time, times the ratio of the last half hour to the same half hour of yesterday. */
export const yesterdayTimesLevel: Model = {
  name: 'yesterday × level',
  fit: (past) =>
    afterOneDay(past, ({ values, step }, now, horizon) => {
      const period = backTo(step, horizon);
      const width = stepsOf(levelSeconds, step);
      const then = levelAt(values, now + horizon - period, 1);
      const [levelNow, levelThen] = [levelAt(values, now, width), levelAt(values, now - period, width)];
      // a load of zero yesterday is no level to compare with
      return answer(levelThen > 0 ? (then * levelNow) / levelThen : then, now);
    }),
};

/** The mean of up to seven past days at that time, each relative to its own level, times the present level. */
export const levelSeasonal: Model = {
  name: 'level-seasonal',
  fit: (past) => afterOneDay(past, (series, now, horizon) => answer(meanOfDays(series, now, horizon), now)),
};

function meanOfDays({ values, step }: RegularSeries, now: number, horizon: number): number {
  const width = stepsOf(levelSeconds, step);
  let sum = 0;
  let count = 0;
  for (let days = 0; days < 7; days += 1) {
    const then = now - backTo(step, horizon) - days * stepsOf(day, step);
    const ratio = then < 0 ? Number.NaN : levelAt(values, then + horizon, 1) / levelAt(values, then, width);
    if (!Number.isFinite(ratio)) continue;
    sum += ratio;
    count += 1;
  }
  return (levelAt(values, now, width) * sum) / count;
}

function afterOneDay(past: RegularSeries, forecast: (series: RegularSeries, now: number, horizon: number) => Outcome<number>): Outcome<FittedModel> {
  const needed = stepsOf(day, past.step);
  return past.values.length >= needed ? known({ forecast }) : unknown('not enough data', `a day is needed, ${needed} steps, received ${past.values.length}`);
}

/** Whole days, so that the value is already known. */
function backTo(step: number, horizon: number): number {
  const period = stepsOf(day, step);
  return period * Math.max(Math.ceil(horizon / period), 1);
}

export function stepsOf(seconds: number, step: number): number {
  return Math.max(Math.round(seconds / step), 1);
}

function answer(value: number, now: number): Outcome<number> {
  return Number.isFinite(value) ? known(Math.max(value, 0)) : unknown('all gaps', `the value that the forecast at step ${now} needs is a gap`);
}
