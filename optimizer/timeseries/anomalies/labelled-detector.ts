/**
 * A series of which some incidents are labelled. Four members look at what its past does not explain (its size over all features, and over those that say most alone; how few cuts isolate it; and a Random Forest that has seen
 * the labels); each says how rare that is among the labelled past, and the mean of the rarities is the score. The threshold is the middle of those that would have been nearly the best in that past.
 */
import { type Matrix } from '../forest/bins';
import { fittedForest } from '../forest/random-forest';
import { known, unknown, type Outcome } from '../outcome';
import { quantile } from '../quantile';
import { seededRandom, type Random } from '../random';
import { f1ByThreshold, segmentsOf } from '../scores/segments';
import { fittedIsolationForest } from './isolation-forest';
import { jointRank, rarityAmong } from './joint-rank';
import { coreColumns, residualFeatures } from './residual-features';

export interface LabelledPast {
  readonly values: Float64Array;
  /** 1 in incidents. */
  readonly labels: Float64Array;
  /** Rows of a day. */
  readonly day: number;
  /** Rows after its begin within which an incident must be told. */
  readonly delay: number;
}

export interface LabelledScores {
  readonly scores: Float64Array;
  readonly threshold: number;
}

export const labelledMembers = ['all features', 'core features', 'isolation forest', 'labels'] as const;
export type LabelledMember = (typeof labelledMembers)[number];

/** A threshold that is worse by less than this share is as good. */
const nearlyBest = 0.05;
const [forestOptions, isolationOptions] = [
  { trees: 30, featuresPerSplit: 6, minLeaf: 3, maxDepth: 24 },
  { trees: 100, sample: 256 },
];
/** Rows without an incident that the forest learns from: the most unusual of them, and others by chance. */
const [hardest, others] = [4000, 6000];
/** Share of the past beyond which a tail is guessed. */
const tail = 1e-4;

/**
 * Scores of a whole series whose first rows are labelled, each row by rows before it, and the threshold by the labelled ones alone.
 * @param members @default - all
 */
export function labelledScores(
  { values, labels, day, delay }: LabelledPast,
  members: readonly LabelledMember[] = labelledMembers,
  random: Random = seededRandom(1),
): Outcome<LabelledScores> {
  const past = labels.length;
  if (past > values.length || past < 2 * day)
    return unknown('not enough data', `two labelled days of ${day} rows are needed, received ${past} rows of ${values.length}`);
  if (segmentsOf(labels).length < 2) return unknown('not enough data', `two labelled incidents are needed, received ${segmentsOf(labels).length}`);
  const features = logarithmic(residualFeatures(values, day), past);
  const all = sizes(
    features,
    Array.from({ length: features.columns }, (_, column) => column),
  );
  const made: Readonly<Record<LabelledMember, () => Outcome<Float64Array>>> = {
    'all features': () => known(all),
    'core features': () => known(sizes(features, coreColumns)),
    'isolation forest': () => isolated(features, past, random),
    labels: () => learned(withValue(features, values), { labels, day, delay, unusual: all }, random),
  };
  const scored: Float64Array[] = [];
  for (const member of members) {
    const scores = made[member]();
    if (!scores.ok) return scores;
    scored.push(scores.value.map(rarityAmong(scores.value.subarray(0, past), tail)));
  }
  const scores = Float64Array.from({ length: values.length }, (_, row) => jointRank(scored.map((of) => ({ weight: 1, rarity: of[row] ?? 0 }))));
  return known({ scores, threshold: middleThreshold(scores.subarray(0, past), labels, delay) });
}

/** Of the thresholds that would have been nearly the best, the one in the middle: the best alone is the luck of one past. */
function middleThreshold(scores: Float64Array, labels: Float64Array, delay: number): number {
  const all = f1ByThreshold(labels, scores, delay);
  const best = Math.max(...all.map(({ f1 }) => f1));
  const good = all.filter(({ f1 }) => f1 >= best * (1 - nearlyBest)).map(({ threshold }) => threshold);
  return quantile(Float64Array.from(good), 0.5);
}

/** Sizes between features of any unit: the logarithm of how many times its usual size each is, with its sign. */
function logarithmic({ rows, columns, values }: Matrix, past: number): Matrix {
  const units = Array.from({ length: columns }, (_, column) => {
    const sizesOf = Float64Array.from({ length: past }, (_none, row) => Math.abs(values[row * columns + column] ?? 0));
    const spread = Math.sqrt(sizesOf.reduce((sum, size) => sum + size * size, 0) / past);
    return Math.max(1.4826 * quantile(sizesOf, 0.5), 1e-3 * spread, 1e-9);
  });
  return { rows, columns, values: values.map((value, place) => Math.sign(value) * Math.log1p(Math.abs(value) / (units[place % columns] ?? 1))) };
}

function sizes({ rows, columns, values }: Matrix, of: readonly number[]): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => of.reduce((sum, column) => sum + Math.abs(values[row * columns + column] ?? 0), 0) / of.length);
}

function isolated(features: Matrix, past: number, random: Random): Outcome<Float64Array> {
  const core = picked(features, coreColumns);
  const forest = fittedIsolationForest({ ...core, rows: past, values: core.values.subarray(0, past * core.columns) }, isolationOptions, random);
  if (!forest.ok) return forest;
  return known(Float64Array.from({ length: core.rows }, (_, row) => forest.value.score(core.values, row * core.columns)));
}

function picked({ rows, columns, values }: Matrix, of: readonly number[]): Matrix {
  const found = new Float64Array(rows * of.length);
  for (let row = 0; row < rows; row += 1) for (const [place, column] of of.entries()) found[row * of.length + place] = values[row * columns + column] ?? 0;
  return { rows, columns: of.length, values: found };
}

function withValue({ rows, columns, values }: Matrix, own: Float64Array): Matrix {
  const found = new Float64Array(rows * (columns + 1));
  for (let row = 0; row < rows; row += 1) {
    found.set(values.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
    const value = own[row] ?? Number.NaN;
    found[row * (columns + 1) + columns] = Number.isFinite(value) ? value : 0;
  }
  return { rows, columns: columns + 1, values: found };
}

interface Labelled extends Pick<LabelledPast, 'labels' | 'day' | 'delay'> {
  /** How unusual each row is, by which hard ones are picked. */
  readonly unusual: Float64Array;
}

/** What a forest that has seen the labels says: of the labelled rows by one that has not seen theirs, or they would look better than what comes. */
function learned(features: Matrix, labelled: Labelled, random: Random): Outcome<Float64Array> {
  const past = labelled.labels.length;
  const [half, apart] = [Math.floor(past / 2), Math.floor(labelled.day / 4)];
  const parts = [
    { from: 0, until: half, without: [0, half + apart] as const },
    { from: half, until: past, without: [half - apart, past] as const },
    { from: past, until: features.rows, without: [past, past] as const },
  ];
  const found = new Float64Array(features.rows);
  for (const { from, until, without } of parts) {
    const examples = examplesOf(labelled, without, random);
    if (!examples.some(({ target }) => target === 1)) continue;
    const rows = Float64Array.from(examples.flatMap(({ row }) => Array.from(features.values.subarray(row * features.columns, (row + 1) * features.columns))));
    const matrix = { rows: examples.length, columns: features.columns, values: rows };
    const forest = fittedForest(
      matrix,
      Float64Array.from(examples, ({ target }) => target),
      forestOptions,
      random,
    );
    if (!forest.ok) return forest;
    for (let row = from; row < until; row += 1) found[row] = forest.value.predict(features.values, row * features.columns);
  }
  return known(found);
}

/** The begins of incidents, since what comes later is told too late, and rows without one. */
function examplesOf(
  { labels, delay, unusual }: Labelled,
  [from, until]: readonly [number, number],
  random: Random,
): readonly { readonly row: number; readonly target: number }[] {
  const begins = new Set(
    segmentsOf(labels).flatMap((segment) => Array.from({ length: Math.min(segment.until - segment.from, delay) + 1 }, (_, index) => segment.from + index)),
  );
  const usable = Array.from(labels.keys()).filter((row) => row < from || row >= until);
  const quiet = usable.filter((row) => labels[row] !== 1);
  const byChance = quiet.filter(() => random() < others / Math.max(quiet.length, 1));
  const hard = [...quiet].sort((a, b) => (unusual[b] ?? 0) - (unusual[a] ?? 0)).slice(0, hardest);
  return [...usable.filter((row) => begins.has(row)).map((row) => ({ row, target: 1 })), ...[...hard, ...byChance].map((row) => ({ row, target: 0 }))];
}
