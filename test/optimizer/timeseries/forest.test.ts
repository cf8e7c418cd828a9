import fc from 'fast-check';
import { binned, binOf, type Matrix } from '../../../optimizer/timeseries/forest/bins';
import { fittedForest, type Forest, type ForestOptions } from '../../../optimizer/timeseries/forest/random-forest';
import { seededRandom } from '../../../optimizer/timeseries/random';

const options: ForestOptions = { trees: 20, featuresPerSplit: 2, minLeaf: 2, maxDepth: 12 };

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
}

function forestOf(rows: readonly (readonly number[])[], target: (row: readonly number[]) => number, seed = 1): Forest {
  const forest = fittedForest(matrix(rows), Float64Array.from(rows, target), options, seededRandom(seed));
  if (!forest.ok) throw new Error(forest.reason.why);
  return forest.value;
}

const random = seededRandom(7);
const rows = Array.from({ length: 600 }, () => [random(), random(), random()]);

test('any value is in the bin between whose edges it lies', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 600 }),
      fc.integer({ min: 2, max: 255 }),
      (column, most) => {
        const { edges, codes } = binned(matrix(column.map((value) => [value])), most);
        const limits = edges[0]!;
        expect(limits.length).toBeLessThan(most);
        for (const [row, value] of column.entries()) {
          const bin = codes[row]!;
          expect(bin).toBe(binOf(limits, value));
          expect(value > (limits[bin - 1] ?? -Infinity) && value <= (limits[bin] ?? Infinity)).toBe(true);
        }
      },
    ),
  );
});

describe('a random forest', () => {
  test('learns steps and products, and generalizes to new rows', () => {
    const target = ([a = 0, b = 0]: readonly number[]): number => (a > 0.5 ? 10 : 0) + 5 * a * b;
    const forest = forestOf(rows, target);
    const unseen = Array.from({ length: 200 }, () => [random(), random(), random()]);
    const error = unseen.reduce((sum, row) => sum + Math.abs(forest.predict(Float64Array.from(row)) - target(row)), 0) / unseen.length;
    // the mean alone would have an error of 5
    expect(error).toBeLessThan(0.5);
  });

  test('answers any row within the range of its targets', () => {
    const forest = forestOf(rows, ([a = 0]) => 3 + a);
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 3, maxLength: 3 }), (asked) => {
        const answer = forest.predict(Float64Array.from(asked));
        expect(answer >= 3 && answer <= 4).toBe(true);
      }),
    );
  });

  test('is the same for the same seed, and different for another', () => {
    const answers = [1, 1, 2].map((seed) => forestOf(rows, ([a = 0, b = 0]) => a - b, seed).predict(Float64Array.of(0.3, 0.6, 0.1)));
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).not.toBe(answers[2]);
  });

  test('learns despite missing values', () => {
    const holes = rows.map(([a = 0, b = 0, c = 0], index) => [index % 3 === 0 ? Number.NaN : a, b, c]);
    const forest = forestOf(holes, ([, b = 0]) => (b > 0.5 ? 1 : 0));
    expect(forest.predict(Float64Array.of(Number.NaN, 0.9, Number.NaN))).toBeGreaterThan(0.8);
    expect(forest.predict(Float64Array.of(Number.NaN, 0.1, Number.NaN))).toBeLessThan(0.2);
  });

  test('answers the constant for a constant target', () => {
    expect(forestOf(rows, () => 4.25).predict(Float64Array.of(0, 0, 0))).toBe(4.25);
  });

  test.each<[string, number, ForestOptions, string]>([
    ['fewer rows than two leaves', 3, options, 'not enough data'],
    ['no trees', 600, { ...options, trees: 0 }, 'invalid option'],
    ['half a leaf', 600, { ...options, minLeaf: 0.5 }, 'invalid option'],
    ['no features', 600, { ...options, featuresPerSplit: Number.NaN }, 'invalid option'],
  ])('with %s is refused with a reason', (_, count, given, kind) => {
    const few = rows.slice(0, count);
    expect(
      fittedForest(
        matrix(few),
        Float64Array.from(few, () => 1),
        given,
        random,
      ),
    ).toMatchObject({ ok: false, reason: { kind } });
  });

  test('leaves out targets that are not numbers', () => {
    const targets = Float64Array.from(rows, (_, index) => (index === 5 ? Number.NaN : 1));
    expect(fittedForest(matrix(rows), targets, options, random)).toMatchObject({ ok: false, reason: { kind: 'invalid option' } });
  });
});
