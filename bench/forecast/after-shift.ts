/** How long forecasts are worse than usual after a load has changed its level for good, as after a campaign or a new customer. */
import { stepsOf } from '../../optimizer/timeseries/forecast/baselines';
import { known, unknown, type Outcome } from '../../optimizer/timeseries/outcome';
import type { RegularSeries } from '../../optimizer/timeseries/series';
import { played, type Column } from './score-series';
import { wapeOf } from './wape-of';

export interface Recovery {
  readonly minutes: number;
  /** Hours after the shift from which on the error of the six hours that follow is at most a fifth above that of the same hours without the shift; undefined within a day. */
  readonly hours: number | undefined;
  /** Errors from six to twenty-four hours after the shift, with it and without it: Σ|error| / Σ outcome. */
  readonly shifted: number;
  readonly usual: number;
}

/** Hours whose errors are compared, the hours that are looked at, and the share by which an error may be above the usual one. */
const [compared, looked, allowed] = [6, 24, 1.2];

/**
 * The load without and with each shift, forecast from twelve hours before it until a day and six hours after it.
 *
 * @param factors by which all values are multiplied from `shift` on, a step
 * @returns for each factor, those of the horizons
 */
export function recoveries(series: RegularSeries, shift: number, factors: readonly number[]): Outcome<readonly (readonly Recovery[])[]> {
  const hour = stepsOf(3600, series.step);
  const until = shift + (looked + compared) * hour;
  const from = shift - 12 * hour;
  if (from < 3 * 24 * hour || until > series.values.length)
    return unknown(
      'not enough data',
      `three and a half days before the shift and thirty hours after it are needed, received ${series.values.length} steps of ${series.step} s`,
    );
  const usual = played(series, from, until);
  if (!usual.ok) return usual;
  const all: (readonly Recovery[])[] = [];
  for (const factor of factors) {
    const shifted = played(multiplied(series, shift, factor), from, until);
    if (!shifted.ok) return shifted;
    all.push(usual.value.map((column, index) => recovery(column, shifted.value[index] ?? column, (hours) => shift + hours * hour)));
  }
  return known(all);
}

function multiplied({ start, step, values }: RegularSeries, shift: number, factor: number): RegularSeries {
  return { start, step, values: values.map((value, index) => (index < shift ? value : value * factor)) };
}

function recovery(usual: Column, shifted: Column, stepAt: (hours: number) => number): Recovery {
  const errors = (from: number, to: number): readonly [number, number] => [
    errorOf(shifted, stepAt(from), stepAt(to)),
    errorOf(usual, stepAt(from), stepAt(to)),
  ];
  const isUsual = (hours: number): boolean => {
    const [here, there] = errors(hours, hours + compared);
    return here <= allowed * there;
  };
  const hours = Array.from({ length: looked + 1 }, (_, index) => index).find(isUsual);
  const [after, without] = errors(compared, looked);
  return { minutes: usual.minutes, hours, shifted: after, usual: without };
}

/** NaN where nothing was forecast. */
function errorOf({ at, outcome, value }: Column, from: number, until: number): number {
  const chosen = at.flatMap((step, index) => (step >= from && step < until ? [index] : []));
  const pick = (values: readonly number[]): readonly number[] => chosen.map((index) => values[index] ?? Number.NaN);
  return wapeOf(pick(outcome), pick(value));
}
