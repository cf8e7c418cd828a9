/** Labelled segments that alarms found in time, and false alarms. Point-adjusted F1 is not offered: it flatters every detector. */
import { known, unknown, type Outcome } from '../outcome';

export interface Segment {
  readonly from: number;
  readonly until: number;
}

/** Runs of labelled rows. */
export function segmentsOf(labels: ArrayLike<number>): readonly Segment[] {
  const segments: Segment[] = [];
  let from = -1;
  for (let row = 0; row <= labels.length; row += 1) {
    const labelled = row < labels.length && labels[row] === 1;
    if (labelled && from < 0) from = row;
    if (labelled || from < 0) continue;
    segments.push({ from, until: row - 1 });
    from = -1;
  }
  return segments;
}

export interface DelayedScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * F1 over rows as the AIOps challenge of 2018 counts them: a segment whose rows up to `delay` after its start have an alarm counts as found in all its rows, any other segment as missed in all of them; rows outside of
 * segments count one by one.
 */
export function delayedF1(labels: ArrayLike<number>, alarms: ArrayLike<number>, delay: number): Outcome<DelayedScore> {
  if (labels.length !== alarms.length)
    return unknown('invalid option', `each row must have a label and an alarm, received ${labels.length} and ${alarms.length}`);
  let [hits, missed, outside] = [0, 0, 0];
  for (const { from, until } of segmentsOf(labels)) {
    if (alarmWithin(alarms, from, Math.min(until, from + delay))) hits += until - from + 1;
    else missed += until - from + 1;
  }
  for (let row = 0; row < labels.length; row += 1) if (labels[row] !== 1 && alarms[row] === 1) outside += 1;
  if (hits + missed === 0) return unknown('undefined score', 'F1 needs a labelled row');
  const precision = hits + outside === 0 ? 0 : hits / (hits + outside);
  const recall = hits / (hits + missed);
  return known({ precision, recall, f1: (2 * hits) / (2 * hits + missed + outside) });
}

export interface SegmentsFound {
  readonly segments: number;
  readonly found: number;
  /** Alarms outside of segments, each counted once. */
  readonly falseAlarms: number;
}

export function segmentsFound(labels: ArrayLike<number>, alarmRows: readonly number[]): SegmentsFound {
  const segments = segmentsOf(labels);
  const found = segments.filter(({ from, until }) => alarmRows.some((row) => row >= from && row <= until)).length;
  return { segments: segments.length, found, falseAlarms: alarmRows.filter((row) => labels[row] !== 1).length };
}

function alarmWithin(alarms: ArrayLike<number>, from: number, until: number): boolean {
  for (let row = from; row <= until; row += 1) if (alarms[row] === 1) return true;
  return false;
}

/**
 * What `delayedF1` would be at each threshold that can matter: the highest score of a segment's begin, and the highest scores outside of segments. Ascending by threshold.
 */
export function f1ByThreshold(labels: ArrayLike<number>, scores: Float64Array, delay: number): readonly { readonly threshold: number; readonly f1: number }[] {
  const found = segmentsOf(labels).map(({ from, until }) => ({
    rows: until - from + 1,
    highest: scores.subarray(from, Math.min(until, from + delay) + 1).reduce((most, score) => (score > most ? score : most), Number.NEGATIVE_INFINITY),
  }));
  const outside = scores.filter((score, row) => labels[row] !== 1 && Number.isFinite(score)).sort();
  const rows = found.reduce((sum, segment) => sum + segment.rows, 0);
  const thresholds = new Set([...found.map(({ highest }) => highest), ...outside.slice(-mostOutside)].filter((score) => Number.isFinite(score)));
  return [...thresholds]
    .sort((a, b) => a - b)
    .map((threshold) => {
      const hits = found.reduce((sum, segment) => sum + (segment.highest >= threshold ? segment.rows : 0), 0);
      return { threshold, f1: (2 * hits) / Math.max(hits + rows + atLeast(outside, threshold), 1) };
    });
}

/** With more false alarms than this nobody would look at any. */
const mostOutside = 3000;

function atLeast(sorted: Float64Array, threshold: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < threshold) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}
