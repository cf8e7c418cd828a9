/** For any units, number and levels of series, rows that deviate from the usual joint behaviour score high, by past samples alone. */
import fc from 'fast-check';
import { quietThreshold, alarmsOf } from '../../../optimizer/timeseries/anomalies/cool-down';
import { deviations } from '../../../optimizer/timeseries/anomalies/deviations';
import { fittedJointDetector, type JointDetector, type JointOptions } from '../../../optimizer/timeseries/anomalies/joint-detector';
import { jointRank, rarityAmong } from '../../../optimizer/timeseries/anomalies/joint-rank';
import { fittedComponents } from '../../../optimizer/timeseries/anomalies/pca';
import type { Matrix } from '../../../optimizer/timeseries/forest/bins';
import { seededRandom } from '../../../optimizer/timeseries/random';

const options: JointOptions = { window: 12, weights: { size: 1 } };
const day = 288;

/** A daily pattern, in each column with its own size and level. */
function series(rows: number, { columns, size, seed }: { readonly columns: number; readonly size: number; readonly seed: number }): Matrix {
  const random = seededRandom(seed);
  const at = (row: number, column: number): number =>
    size * (column + 1) * (5 * column + Math.sin((2 * Math.PI * row) / day + column) + 0.2 * (random() - 0.5));
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, (_, place) => at(Math.floor(place / columns), place % columns)) };
}

function fitted(usual: Matrix, given = options): JointDetector {
  const detector = fittedJointDetector(usual, given);
  if (!detector.ok) throw new Error(detector.reason.why);
  return detector.value;
}

const shape = fc.record({ columns: fc.integer({ min: 1, max: 6 }), size: fc.constantFrom(1e-3, 1, 1e6), seed: fc.integer({ min: 1, max: 99 }) });

describe('joint scores of series', () => {
  test.each<[string, JointOptions['weights']]>([
    ['by size', { size: 1 }],
    ['by components', { components: 1 }],
    ['by a forest', { forest: 1 }],
    ['by all three', { size: 1, components: 1, forest: 1 }],
  ])('%s: a row in which several series jump is rarer than every usual one', (name, weights) => {
    fc.assert(
      fc.property(shape, ({ columns, ...rest }) => {
        const all = { columns: name !== 'by size' ? Math.max(columns, 3) : columns, ...rest };
        const usual = series(4 * day, all);
        const later = series(4 * day + 40, all);
        const row = 4 * day + 20;
        for (let column = 0; column < all.columns; column += 1)
          later.values[row * all.columns + column]! += (column % 2 === 0 ? 3 : -3) * all.size * (column + 1);
        const scores = fitted(usual, { window: 12, weights }).scores(later);
        expect(scores[row]!).toBeGreaterThanOrEqual(Math.max(...scores.subarray(0, row)));
      }),
      { numRuns: 12 },
    );
  });

  test('later samples do not change earlier scores', () => {
    const usual = series(3 * day, { columns: 3, size: 1, seed: 2 });
    const detector = fitted(usual);
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 800 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 }), (until, later) => {
        const changed = { ...usual, values: usual.values.map((value, place) => (place < until * 3 ? value : later)) };
        expect(detector.scores(changed).slice(0, until)).toEqual(detector.scores(usual).slice(0, until));
      }),
      { numRuns: 20 },
    );
  });

  test('gaps are not unusual, and scores are numbers for any samples', () => {
    const usual = series(2 * day, { columns: 2, size: 1, seed: 3 });
    const detector = fitted(usual);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, -1e300, 3), { minLength: 2, maxLength: 60 }), (values) => {
        const scores = detector.scores({ rows: Math.floor(values.length / 2), columns: 2, values: Float64Array.from(values) });
        expect(scores.every((score) => Number.isFinite(score))).toBe(true);
      }),
    );
    const gaps = { ...usual, values: usual.values.map((value, place) => (place % 7 === 0 ? Number.NaN : value)) };
    expect(Math.max(...detector.scores(gaps))).toBeLessThan(8);
  });

  test('a change of a constant series is noticed', () => {
    const usual = series(2 * day, { columns: 2, size: 1, seed: 4 });
    const still = { ...usual, values: usual.values.map((value, place) => (place % 2 === 1 ? 5 : value)) };
    const moved = { ...still, values: still.values.map((value, place) => (place === 2 * 500 + 1 ? 6 : value)) };
    const scores = fitted(still).scores(moved);
    expect(scores[500]!).toBe(Math.max(...scores));
  });

  test.each<[string, Matrix, Partial<JointOptions>, string]>([
    ['ten rows', series(10, { columns: 2, size: 1, seed: 1 }), {}, 'not enough data'],
    ['no series', { rows: 500, columns: 0, values: new Float64Array(0) }, {}, 'not enough data'],
    ['constant series', { rows: 500, columns: 2, values: new Float64Array(1000).fill(7) }, {}, 'constant'],
    ['gaps alone', { rows: 500, columns: 2, values: new Float64Array(1000).fill(Number.NaN) }, {}, 'constant'],
    ['no window', series(500, { columns: 2, size: 1, seed: 1 }), { window: 0 }, 'invalid option'],
    ['nobody who judges', series(500, { columns: 2, size: 1, seed: 1 }), { weights: {} }, 'invalid option'],
  ])('of %s are refused with a reason', (_, usual, changed, kind) => {
    expect(fittedJointDetector(usual, { ...options, ...changed })).toMatchObject({ ok: false, reason: { kind } });
  });
});

describe('principal components', () => {
  test('reconstruct a row in their plane, and not the rest of other rows', () => {
    const random = seededRandom(7);
    const rows = Array.from({ length: 400 }, () => [random(), random()] as const);
    const values = Float64Array.from(rows.flatMap(([a, b]) => [a, b, a + b]));
    const components = fittedComponents({ rows: 400, columns: 3, values }, 0.99);
    if (!components.ok) throw new Error(components.reason.why);
    expect(components.value.kept).toBe(2);
    const inside = components.value.residual(Float64Array.of(0.2, 0.3, 0.5));
    const outside = components.value.residual(Float64Array.of(0.2, 0.3, 2));
    expect(Math.hypot(...inside)).toBeLessThan(1e-6);
    expect(Math.hypot(...outside)).toBeGreaterThan(1);
  });

  test.each<[string, number[], number, string]>([
    ['one row', [1, 2], 0.9, 'not enough data'],
    ['a gap', [1, 2, Number.NaN, 4], 0.9, 'invalid samples'],
    ['all of the variance', [1, 2, 3, 4], 1, 'invalid option'],
  ])('of %s are refused with a reason', (_, values, share, kind) => {
    expect(fittedComponents({ rows: values.length / 2, columns: 2, values: Float64Array.from(values) }, share)).toMatchObject({ ok: false, reason: { kind } });
  });
});

describe('rarity', () => {
  test('rises with the score, is about 1 for one in ten, and continues beyond the observed scores', () => {
    const usual = Float64Array.from({ length: 10_000 }, (_, index) => index);
    const rarity = rarityAmong(usual);
    expect(rarity(9000)).toBeCloseTo(1, 2);
    expect(rarity(9900)).toBeCloseTo(2, 1);
    fc.assert(
      fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: 0, max: 1e5, noNaN: true }), (score, more) => {
        expect(rarity(score + more)).toBeGreaterThanOrEqual(rarity(score));
      }),
    );
    expect(rarity(30_000)).toBeGreaterThan(rarity(20_000));
    expect(rarity(Number.NaN)).toBe(0);
  });

  test('of several is their weighted mean, with a limit for each', () => {
    expect(
      jointRank([
        { weight: 1, rarity: 1 },
        { weight: 3, rarity: 5 },
      ]),
    ).toBe(4);
    expect(
      jointRank([
        { weight: 1, rarity: 1e9 },
        { weight: 1, rarity: 0 },
      ]),
    ).toBe(6);
    expect(jointRank([])).toBe(0);
  });
});

test('a deviation is relative to the rows before the previous one', () => {
  const values = Float64Array.of(1, 1, 1, 5, 5, 5, 5, 5);
  expect([...deviations({ rows: 8, columns: 1, values }, 2).values]).toEqual([0, 0, 0, 4, 4, 2, 0, 0]);
});

test('the quiet threshold gives at most the allowed alarms, and the next lower score gives more', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 80 }), fc.nat(5), fc.nat(4), (scores, most, rest) => {
      const usual = Float64Array.from(scores);
      const threshold = quietThreshold(usual, most, rest);
      expect(alarmsOf(usual, threshold, rest).length).toBeLessThanOrEqual(most);
      const lower = Math.max(...scores.filter((score) => score < threshold));
      if (Number.isFinite(lower)) expect(alarmsOf(usual, lower, rest).length).toBeGreaterThan(most);
    }),
  );
});
