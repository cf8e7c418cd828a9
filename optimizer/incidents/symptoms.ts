/**
 * Vitals that are unlike their last hour: by how many robust deviations, the median of the absolute deviations from the median times 1.4826, which one in two outliers does not move (Hampel, "The influence curve and its role in robust estimation", 1974).
 * What passes is told from what lasts: each sample is of its own half minute, and three in a row must be unusual. A pause of a machine of up to half a minute is in two of them at most, and a fault is in all from its begin on.
 */
import { quantile } from '../timeseries/quantile';
import type { Sample } from '../timeseries/series';
import { subjectText, type Subject, type Vital, type VitalKind } from './vital';

export interface Symptom {
  readonly subject: Subject;
  readonly of: VitalKind;
  readonly direction: 'more' | 'less';
  readonly value: number;
  readonly usual: number;
  /** Robust deviations from what is usual, as those of its standing. */
  readonly deviations: number;
}

/** How far from its median a vital is, and whether that is far. */
export interface Standing {
  readonly vital: Vital;
  /** Signed, in robust deviations; that of the judged samples which is second nearest to the usual, at most twice that of the nearest. 0 where they are on both sides of it. */
  readonly deviations: number;
  readonly usual: number;
  /** Median of the judged samples. */
  readonly value: number;
}

/** Deviations from which on a vital counts as unusual. */
export const unusual = 6;
/** Samples that must be known of the usual. */
const least = 20;
/** Newest samples that are judged together, and seconds before now that are no part of the usual. */
const [judged, present] = [3, 90];
/** Seconds after which the newest and the oldest of them are too old to say something about now. */
const [fresh, old] = [75, 165];
/** What one in twenty usual samples reaches is not unusual, and of failures neither is what is less than half as far again: where a call fails now and then, most half minutes have none, and a median sees nothing of it. */
const [rare, perRare] = [0.05, 4];
/** Failures of three samples together that are many whatever their number: a share of the calls, and a multiple of the most in the past. */
const [many, times] = [0.1, 3];

/** No deviation counts as smaller than this share of the median, or than this many of its unit: what is that steady may move a little. */
const scales: Readonly<Record<VitalKind, { readonly share: number; readonly least: number }>> = {
  requests: { share: 0.08, least: 0.2 },
  latency: { share: 0.1, least: 0.002 },
  errors: { share: 0, least: 0.005 },
  'own time': { share: 0.15, least: 0.003 },
  'own errors': { share: 0, least: 0.005 },
  CPU: { share: 0.1, least: 0.03 },
  memory: { share: 0.02, least: 2 },
};

/** Undefined where too little is known. @param isUsual whether a moment counts as usual: those of an incident do not */
export function standingOf(vital: Vital, now: number, isUsual: (at: number) => boolean = () => true): Standing | undefined {
  const known = vital.samples.filter(({ at, value }) => Number.isFinite(value) && at <= now);
  const latest = known.slice(-judged);
  if (!areCurrent(latest, now)) return undefined;
  const past = Float64Array.from(
    known.slice(0, -judged).filter(({ at }) => at <= now - present && isUsual(at)),
    ({ value }) => value,
  );
  if (past.length < least) return undefined;
  const usual = quantile(past, 0.5);
  const value = quantile(
    Float64Array.from(latest, (sample) => sample.value),
    0.5,
  );
  const scale = scaleOf(vital.of, past, usual);
  // of numbers this large differences are none
  if (!Number.isFinite(scale)) return undefined;
  const sides = new Set(latest.map((sample) => Math.sign(sample.value - usual)));
  // the nearest counts twice: a fault of few requests may be half as far in one half minute as in the others
  const [nearest = 0, next = 0] = latest.map((sample) => Math.abs(sample.value - usual)).sort((a, b) => a - b);
  const distance = Math.min(2 * nearest, next);
  const deviations = sides.size > 1 ? 0 : (Math.sign(value - usual) * distance) / scale;
  if (hasVanished(vital.of, latest, past)) return { vital, deviations: Math.min(deviations, -unusual), usual, value };
  return { vital, deviations: isOfFailures(vital.of) ? Math.max(deviations, failing(latest, past, { usual, scale })) : deviations, usual, value };
}

const isOfFailures = (of: VitalKind): boolean => of === 'errors' || of === 'own errors';

/**
 * Deviations of failures in two of the three samples, where together they are a tenth and several times as much as any three of the past: of few calls of which many fail, a half minute may have none that fails. Single failures
 * of the past, and two of them by chance, are no reason.
 */
function failing(latest: readonly Sample[], past: Float64Array, { usual, scale }: { readonly usual: number; readonly scale: number }): number {
  const most = Math.max(...Array.from(past, (_, end) => meanOf(past.subarray(Math.max(end + 1 - judged, 0), end + 1))));
  const [, second = 0] = latest.map(({ value }) => (value - usual) / scale).sort((a, b) => b - a);
  const isMany = meanOf(Float64Array.from(latest, ({ value }) => value)) >= Math.max(many, times * most);
  return isMany && second >= unusual ? second : 0;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function areCurrent(latest: readonly Sample[], now: number): boolean {
  const [first, last] = [latest[0], latest.at(-1)];
  return first !== undefined && last !== undefined && latest.length === judged && now - last.at <= fresh && now - first.at <= old;
}

/** No request in all that is judged, where hardly a half minute had none: with few requests nothing is six deviations below them. */
function hasVanished(of: VitalKind, latest: readonly Sample[], past: Float64Array): boolean {
  return of === 'requests' && latest.every(({ value }) => value === 0) && quantile(past, rare) > 0;
}

/** What counts as one deviation. */
function scaleOf(of: VitalKind, past: Float64Array, usual: number): number {
  const median = quantile(
    past.map((value) => Math.abs(value - usual)),
    0.5,
  );
  const { share, least: floor } = scales[of];
  const nowAndThen = isOfFailures(of) ? (quantile(past, 1 - rare) - usual) / perRare : 0;
  return Math.max(1.4826 * median, nowAndThen, share * Math.abs(usual), floor);
}

/** More is worse of everything, and of requests less is too. */
export function symptomsOf(standings: readonly Standing[]): readonly Symptom[] {
  return standings.flatMap(({ vital: { subject, of }, deviations, usual, value }) => {
    const far = deviations >= unusual || (of === 'requests' && deviations <= -unusual);
    return far ? [{ subject, of, direction: deviations > 0 ? ('more' as const) : ('less' as const), value, usual, deviations: Math.abs(deviations) }] : [];
  });
}

const units: Readonly<Record<VitalKind, (value: number) => string>> = {
  requests: (value) => `${value.toFixed(1)}/s`,
  latency: (value) => `${(1000 * value).toFixed(0)} ms`,
  errors: (value) => `${(100 * value).toFixed(1)} %`,
  'own time': (value) => `${(1000 * value).toFixed(0)} ms`,
  'own errors': (value) => `${(100 * value).toFixed(1)} %`,
  CPU: (value) => `${value.toFixed(2)} cores`,
  memory: (value) => `${value.toFixed(0)} MiB`,
};

/** `latency of backend → redis 412 ms, usually 3 ms` */
export function symptomText({ subject, of, value, usual }: Symptom): string {
  return `${of} of ${subjectText(subject)} ${units[of](value)}, usually ${units[of](usual)}`;
}
