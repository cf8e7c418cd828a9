/** Whether a watched signal is higher now than in the hour before. */
import type { WatchedSignal } from '../acting/watched-signal';
import { quantile } from '../timeseries/quantile';
import type { Level } from './request-time';

/** Seconds: what is newer says what is now, what is older what is usual. */
const [newest, before] = [120, 180];
/** Samples of each that are needed. */
const [leastNow, leastUsual] = [2, 20];

export interface Rise {
  /** Seconds since 1970. */
  readonly now: number;
  /** What the signal is higher by at least, in its unit. */
  readonly by: number;
}

/** The lowest of the newest samples and the median of those before, where the first is above the second; undefined where it is not, or nobody knows. */
export function rose(signals: readonly WatchedSignal[], name: string, { now, by }: Rise): Level | undefined {
  const samples = (signals.find((signal) => signal.name === name)?.samples ?? []).filter(({ at, value }) => at <= now && Number.isFinite(value));
  const latest = samples.filter(({ at }) => at > now - newest).slice(-leastNow);
  const past = samples.filter(({ at }) => at <= now - before);
  if (latest.length < leastNow || past.length < leastUsual) return undefined;
  const present = Math.min(...latest.map(({ value }) => value));
  const usual = quantile(
    Float64Array.from(past, ({ value }) => value),
    0.5,
  );
  return present - usual >= by ? { now: present, usual } : undefined;
}
