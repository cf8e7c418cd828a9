/**
 * Vitals that are unlike their last hour: by how many robust deviations, the median of the absolute deviations from the median times 1.4826, which one in two outliers does not move (Hampel, "The influence curve and its role in robust estimation", 1974).
 * Two samples in a row must be: half of the minute that each looks back on is the other's, so a single burst of requests is not enough.
 */
import { quantile } from '../timeseries/quantile';
import { subjectText, type Subject, type Vital, type VitalKind } from './vital';

export interface Symptom {
  readonly subject: Subject;
  readonly of: VitalKind;
  readonly direction: 'more' | 'less';
  readonly value: number;
  readonly usual: number;
  /** Robust deviations from what is usual, of the nearer of the two samples. */
  readonly deviations: number;
}

/** How far from its median a vital is, and whether that is far. */
export interface Standing {
  readonly vital: Vital;
  /** Signed, in robust deviations; that of the two last samples which is nearer to the usual. 0 where they are on both sides of it. */
  readonly deviations: number;
  readonly usual: number;
  readonly value: number;
}

/** Deviations from which on a vital counts as unusual. */
export const unusual = 6;
/** Samples that must be known of the usual. */
const least = 20;
/** Seconds before now that are judged, and are not part of the usual. */
const judged = 90;
/** Seconds after which a sample is too old to say something about now. */
const fresh = 75;

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
  const [before, last] = known.slice(-2);
  if (before === undefined || last === undefined || now - last.at > fresh || now - before.at > fresh + judged) return undefined;
  const past = Float64Array.from(known.filter(({ at }) => at <= now - judged && isUsual(at)).map(({ value }) => value));
  if (past.length < least) return undefined;
  const usual = quantile(past, 0.5);
  const { share, least: floor } = scales[vital.of];
  const scale = Math.max(
    1.4826 *
      quantile(
        past.map((value) => Math.abs(value - usual)),
        0.5,
      ),
    share * Math.abs(usual),
    floor,
  );
  const [one, other] = [(before.value - usual) / scale, (last.value - usual) / scale];
  const deviations = one * other <= 0 ? 0 : Math.sign(other) * Math.min(Math.abs(one), Math.abs(other));
  return { vital, deviations, usual, value: last.value };
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
