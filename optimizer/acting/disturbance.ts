/**
 * Minutes in which something else than a change can be seen to have an effect: how long the pods take to answer a scrape, which needs neither database nor cache, is a negative control (Lipsitch, Tchetgen Tchetgen and
 * Cohen, "Negative Controls", 2010). A machine that pauses, a neighbour that takes its CPU and a collector of garbage make scrapes long too, and no tunable does.
 */
import { quantile } from '../timeseries/quantile';
import type { WatchedSample } from './watched-signal';

/** A control is unusual from this multiple of its median on, and never are more than a quarter of the minutes of the past. */
const [times, share] = [3, 0.75];

/** The longest control that is usual; undefined where there is none. */
export function calmBound(samples: readonly WatchedSample[]): number | undefined {
  const controls = Float64Array.from(samples, ({ control = Number.NaN }) => control);
  const median = quantile(controls, 0.5);
  return Number.isNaN(median) ? undefined : Math.max(times * median, quantile(controls, share));
}

/** A scrape that failed is no sign of calm. */
export function isCalm({ control = Number.NaN }: Pick<WatchedSample, 'control'>, bound: number | undefined): boolean {
  return bound === undefined || control <= bound;
}
