import fc from 'fast-check';
import { alarmsOf } from '../../../optimizer/timeseries/anomalies/cool-down';
import { fittedIsolationForest, type IsolationForest } from '../../../optimizer/timeseries/anomalies/isolation-forest';
import { seededRandom } from '../../../optimizer/timeseries/random';

const options = { trees: 60, sample: 128 };

function forestOf(rows: readonly (readonly number[])[], seed = 1): IsolationForest {
  const forest = fittedIsolationForest(
    { rows: rows.length, columns: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) },
    options,
    seededRandom(seed),
  );
  if (!forest.ok) throw new Error(forest.reason.why);
  return forest.value;
}

describe('an isolation forest', () => {
  const random = seededRandom(3);
  const usual = Array.from({ length: 500 }, () => [random(), random(), random()]);
  const middle = Float64Array.of(0.5, 0.5, 0.5);

  test('scores a row far from the rest, in any direction, higher than a row among them', () => {
    const forest = forestOf(usual);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.constantFrom(-40, -3, 4, 1e6), (column, far) => {
        expect(forest.score(middle.map((value, index) => (index === column ? far : value)))).toBeGreaterThan(forest.score(middle) + 0.03);
      }),
    );
  });

  test('scores from 0 to 1 for any data', () => {
    const row = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 20 }), fc.array(fc.double(), { minLength: 2, maxLength: 2 }), (rows, asked) => {
        const score = forestOf(rows).score(Float64Array.from(asked));
        expect(score > 0 && score <= 1).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('scores about a half if no row is unusual', () => {
    expect(forestOf(usual).score(middle)).toBeLessThan(0.5);
    // equal rows cannot be split: each path has the average length, which the paper scores as 0.5
    expect(forestOf(Array.from({ length: 128 }, () => [4, 4])).score(Float64Array.of(4, 4))).toBeCloseTo(0.5, 9);
  });

  test('is the same for the same seed', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => forestOf(usual, seed).score(middle));
    expect(one).toBe(same);
    expect(one).not.toBe(other);
  });

  test.each<[string, number[], Partial<typeof options>, string]>([
    ['one row', [1], {}, 'not enough data'],
    ['no rows', [], {}, 'not enough data'],
    ['a gap', [1, Number.NaN, 3], {}, 'invalid samples'],
    ['no trees', [1, 2, 3], { trees: 0 }, 'invalid option'],
    ['half a row a tree', [1, 2, 3], { sample: 0.5 }, 'invalid option'],
  ])('of %s is refused with a reason', (_, values, changed, kind) => {
    const outcome = fittedIsolationForest({ rows: values.length, columns: 1, values: Float64Array.from(values) }, { ...options, ...changed }, random);
    expect(outcome).toMatchObject({ ok: false, reason: { kind } });
  });
});

describe('alarms', () => {
  test('are one per incident, however long it lasts, and another if it returns after a rest', () => {
    expect(alarmsOf([0, 9, 9, 0, 9, 0, 0, 0, 0, 9], 5, 3)).toEqual([1, 9]);
    expect(
      alarmsOf(
        Array.from({ length: 100 }, () => 9),
        5,
        3,
      ),
    ).toEqual([0]);
  });

  test('are repeated if the score is a given multiple of the last one, not if it only stays high', () => {
    expect(alarmsOf([5, 6, 24, 25, 50, 124, 125, 0, 5], 5, 3, 5)).toEqual([0, 3, 6]);
    expect(alarmsOf([5, 6, 24, 25, 50, 124, 125, 0, 5], 5, 3)).toEqual([0]);
  });

  test('are at rows that reach the threshold after a rest, and exist if any row reaches it', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1 })), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5), (scores, threshold, rest) => {
        const alarms = alarmsOf(scores, threshold, rest);
        for (const alarm of alarms) {
          expect(scores[alarm]!).toBeGreaterThanOrEqual(threshold);
          expect(scores.slice(Math.max(alarm - rest, 0), alarm).every((score) => !(score >= threshold))).toBe(true);
        }
        expect(alarms.length > 0).toBe(scores.some((score) => score >= threshold));
      }),
    );
  });
});
