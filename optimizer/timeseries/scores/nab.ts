/** The score of the Numenta Anomaly Benchmark (Lavin and Ahmad, 2015; numenta/NAB v1.1, nab/sweeper.py), by its public rules. */
import { known, unknown, type Outcome } from '../outcome';

/** First and last row of a labelled anomaly, both inside. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

export interface LabelledSeries {
  readonly rows: number;
  readonly windows: readonly Window[];
  /** Rows at which an alarm was given, ascending. */
  readonly alarms: readonly number[];
}

/** What a false alarm and a missed window cost. */
const profiles = {
  standard: { falseAlarm: 0.11, missed: 1 },
  'low false alarms': { falseAlarm: 0.22, missed: 1 },
  'low misses': { falseAlarm: 0.11, missed: 2 },
} as const;

export type Profile = keyof typeof profiles;

export interface NabResult {
  /** 100 for a perfect detector, 0 for one without alarms. */
  readonly score: number;
  readonly windows: number;
  readonly found: number;
  readonly falseAlarms: number;
}

/** Rows at the beginning that are never judged: 15 %, at most 750. */
export function probation(rows: number): number {
  return Math.floor(Math.min(0.15 * rows, 750));
}

/** From 1 at the far left of a window over 0 at its end to −1 beyond. */
function sigma(y: number): number {
  return y > 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1;
}

export function nabScore(corpus: readonly LabelledSeries[], profile: Profile): Outcome<NabResult> {
  const { falseAlarm, missed } = profiles[profile];
  let [gained, windows, found, falseAlarms] = [0, 0, 0, 0];
  for (const series of corpus) {
    const judged = judgedSeries(series);
    windows += series.windows.length;
    found += judged.found;
    falseAlarms += judged.falseAlarms;
    gained += judged.inside - missed * (series.windows.length - judged.found) + falseAlarm * judged.outside;
  }
  if (windows === 0) return unknown('undefined score', 'a NAB score needs labelled windows');
  return known({ score: (100 * (gained + missed * windows)) / ((1 + missed) * windows), windows, found, falseAlarms });
}

interface Judged {
  readonly inside: number;
  /** Σ of sigma over false alarms, not above zero. */
  readonly outside: number;
  readonly found: number;
  readonly falseAlarms: number;
}

function judgedSeries({ rows, windows, alarms }: LabelledSeries): Judged {
  const seen = new Set<Window>();
  let [inside, outside, falseAlarms] = [0, 0, 0];
  for (const alarm of alarms) {
    if (alarm < probation(rows)) continue;
    const window = windows.find(({ from, until }) => alarm >= from && alarm <= until);
    if (window === undefined) {
      outside += costOutside(windows, alarm);
      falseAlarms += 1;
    } else if (!seen.has(window)) {
      seen.add(window);
      inside += sigma(-(window.until - alarm + 1) / (window.until - window.from + 1)) / sigma(-1);
    }
  }
  return { inside, outside, found: seen.size, falseAlarms };
}

/** An alarm soon after a window costs less than one far from any window. */
function costOutside(windows: readonly Window[], alarm: number): number {
  const previous = windows.filter(({ until }) => until < alarm).at(-1);
  if (previous === undefined) return -1;
  const width = previous.until - previous.from + 1;
  return width > 1 ? sigma((alarm - previous.until) / (width - 1)) : -1;
}
