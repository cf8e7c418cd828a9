/** Intervals from the errors of past forecasts: no distribution is assumed (Vovk, Gammerman and Shafer, 2005). */

export interface Residual {
  /** Seconds since 1970 of the outcome. */
  readonly at: number;
  /** outcome / forecast − 1: loads scatter in proportion to their height. */
  readonly relative: number;
}

const [hour, day] = [3600, 86_400];

/** Hours of the day on either side whose residuals count too. */
const reach = 2;

/** Below this many residuals around an hour, the tails of a 90 % interval are two or three values, so all hours together are used. */
const fewest = 60;

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Residuals by the hour of the day that they were seen in. */
export class ConformalIntervals {
  private readonly hours: readonly Float64Array[];
  private readonly all: Float64Array;

  constructor(residuals: readonly Residual[]) {
    this.all = Float64Array.from(residuals, ({ relative }) => relative).sort();
    this.hours = Array.from({ length: 24 }, (_, center) => {
      const near = residuals.filter(({ at }) => distance(hourOf(at), center) <= reach);
      return Float64Array.from(near, ({ relative }) => relative).sort();
    });
  }

  /** The interval around `forecast` for the moment `at` that misses `missed` of the outcomes, half of them on either side. Undefined without residuals. */
  around(forecast: number, at: number, missed: number): Interval | undefined {
    const hours = this.hours[hourOf(at)];
    const sorted = hours !== undefined && hours.length >= fewest ? hours : this.all;
    if (sorted.length === 0) return undefined;
    // the (n + 1)-corrected ranks of split conformal prediction
    const below = Math.floor((sorted.length + 1) * (missed / 2)) - 1;
    const above = sorted.length - 1 - below;
    const at0 = (index: number): number => sorted[Math.min(Math.max(index, 0), sorted.length - 1)] ?? 0;
    return { lower: Math.max(forecast * (1 + at0(below)), 0), upper: forecast * (1 + at0(above)) };
  }
}

function hourOf(at: number): number {
  return Math.floor((((at % day) + day) % day) / hour);
}

function distance(a: number, b: number): number {
  const apart = Math.abs(a - b);
  return Math.min(apart, 24 - apart);
}

/**
 * The share to miss from now on, after an outcome was within its interval or not (adaptive conformal inference, Gibbs and Candès, 2021): whatever the load does, the long-run share of misses comes to `wanted`.
 * `rate` is how quickly it adapts.
 */
export function nextMissed(missed: number, wanted: number, inside: boolean, rate = 0.005): number {
  return Math.min(Math.max(missed + rate * (wanted - (inside ? 0 : 1)), 0.001), 0.5);
}
