/**
 * Series of one thing judged together: each deviates from its own recent mean, and a row is as unusual as all of its deviations are together. Members look at them in their own way (how large they are, what of them principal
 * components cannot rebuild, how few cuts isolate them); each is compared with what it says of usual rows, and the weighted mean of these rarities is the score.
 */
import { type Matrix } from '../forest/bins';
import { known, unknown, type Outcome } from '../outcome';
import { seededRandom, type Random } from '../random';
import { deviations } from './deviations';
import { fittedIsolationForest } from './isolation-forest';
import { jointRank, rarityAmong } from './joint-rank';
import { fittedComponents } from './pca';

export type JointMember = 'size' | 'components' | 'forest';

export interface JointOptions {
  /** Rows of the recent mean. */
  readonly window: number;
  /** How much each member has to say; one without a weight is not fitted. */
  readonly weights: Readonly<Partial<Record<JointMember, number>>>;
}

export interface JointDetector {
  /** Of each row: 0.4 is usual, and each whole number more is ten times as rare. The first `window` rows have no past and are 0. */
  scores(rows: Matrix): Float64Array;
  /** Deviations of each row by column, each in what is usual for its series. */
  deviations(rows: Matrix): Matrix;
}

/**
 * Seconds of the recent mean and of the rest that ends an incident, alarms a day that usual days may have, and what each member has to say: the best on every second host of two sets of servers (docs/evidence/optimizer.md).
 * There components and forest find less than the size alone, whatever their weight.
 */
export const jointAlarms = { window: 3600, rest: 600, perDay: 1.5, weights: { size: 1 } } as const;

/** How many of its deviations, the largest, make the size of a row: one alone is often noise, and all of them drown what a few show. */
const largest = 8;
/** Least unit of a deviation, as a share of what its series varies by as a whole: one that hardly ever moves is not an alarm at each step. */
const leastUnit = 0.2;
/** Share of the variance that components keep; trees of the forest, and rows that each of them sees. */
const [kept, trees, sample] = [0.5, 100, 256];
/** Rows without which nothing is usual. */
const least = 100;

/** How unusual the row of features at `offset` is, in any unit. */
type Judge = (values: Float64Array, offset: number) => number;

/** @param usual the past, in which what is rare is an anomaly */
export function fittedJointDetector(usual: Matrix, { window, weights }: JointOptions, random: Random = seededRandom(1)): Outcome<JointDetector> {
  const { rows, columns } = usual;
  const asked = Object.entries(weights).flatMap(([name, weight]) => (isMember(name) && weight > 0 ? [{ name, weight }] : []));
  if (!(Number.isInteger(window) && window >= 1)) return unknown('invalid option', `window must be a positive integer, received ${window}`);
  if (asked.length === 0) return unknown('invalid option', 'a member must have a weight above 0');
  if (columns < 1 || rows < least + window)
    return unknown('not enough data', `a series of ${least + window} usual rows is needed, received ${columns} of ${rows} rows`);
  const units = unitsOf(usual, window);
  if (!units.ok) return units;
  const inUnits = (given: Matrix): Matrix => divided(deviations(given, window), units.value);
  const learned = rowsFrom(inUnits(usual), window);
  const members: { readonly weight: number; readonly judge: Judge; readonly rarity: (score: number) => number }[] = [];
  for (const { name, weight } of asked) {
    const judge = judges[name](learned, random);
    if (!judge.ok) return judge;
    members.push({ weight, judge: judge.value, rarity: rarityAmong(judgedBy(learned, judge.value)) });
  }
  return known({
    deviations: inUnits,
    scores: (given) => {
      const features = inUnits(given);
      const all = members.map(({ judge, rarity, weight }) => ({ weight, rarities: judgedBy(features, judge).map(rarity) }));
      return Float64Array.from({ length: given.rows }, (_, row) =>
        row < window ? 0 : jointRank(all.map(({ weight, rarities }) => ({ weight, rarity: rarities[row] ?? 0 }))),
      );
    },
  });
}

const judges: Readonly<Record<JointMember, (learned: Matrix, random: Random) => Outcome<Judge>>> = {
  size: ({ columns }) => known((values, offset) => sizeOf(values, offset, columns)),
  components: (learned) => {
    const components = fittedComponents(learned, kept);
    return components.ok ? known((values, offset) => sizeOf(components.value.residual(values, offset), 0, learned.columns)) : components;
  },
  forest: (learned, random) => {
    const forest = fittedIsolationForest(learned, { trees, sample }, random);
    return forest.ok ? known((values, offset) => forest.value.score(values, offset)) : forest;
  },
};

const isMember = (name: string): name is JointMember => name in judges;

/** The mean of the largest. */
function sizeOf(values: Float64Array, offset: number, columns: number): number {
  const sorted = values
    .slice(offset, offset + columns)
    .map(Math.abs)
    .sort();
  const counted = sorted.subarray(Math.max(columns - largest, 0));
  return counted.reduce((sum, value) => sum + value, 0) / counted.length;
}

function judgedBy({ rows, columns, values }: Matrix, judge: Judge): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => judge(values, row * columns));
}

function rowsFrom({ rows, columns, values }: Matrix, first: number): Matrix {
  return { rows: rows - first, columns, values: values.subarray(first * columns) };
}

/** What a deviation of each series usually is. A series that never moved is counted in thousandths of its value, or of one where it was always 0: that it moves at all is unusual. */
function unitsOf(usual: Matrix, window: number): Outcome<Float64Array> {
  const [whole, moved] = [spreads(usual), spreads(rowsFrom(deviations(usual, window), window))];
  if (whole.every(({ spread }) => spread === 0)) return unknown('constant', 'at least one series must vary, received constant ones');
  return known(
    Float64Array.from(moved, ({ spread }, column) => {
      const { mean, spread: all } = whole[column] ?? { mean: 0, spread: 0 };
      return Math.max(spread, leastUnit * (all > 0 ? all : 1e-3 * (Math.abs(mean) || 1)));
    }),
  );
}

/** Mean and standard deviation of each column, over what is known of it. */
function spreads({ rows, columns, values }: Matrix): readonly { readonly mean: number; readonly spread: number }[] {
  return Array.from({ length: columns }, (_, column) => {
    const all = Float64Array.from({ length: rows }, (_none, row) => values[row * columns + column] ?? Number.NaN).filter((value) => Number.isFinite(value));
    const mean = all.reduce((sum, value) => sum + value, 0) / Math.max(all.length, 1);
    const spread = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(all.length, 1));
    // rounding leaves a little of a constant
    return { mean, spread: spread > 1e-9 * Math.abs(mean) ? spread : 0 };
  });
}

function divided({ rows, columns, values }: Matrix, units: Float64Array): Matrix {
  return { rows, columns, values: values.map((value, place) => value / (units[place % columns] ?? 1)) };
}
