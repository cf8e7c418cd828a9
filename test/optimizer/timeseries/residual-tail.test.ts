/** For any size and noise of a load, an anomaly is reported once and soon, and a usual load has none. */
import fc from 'fast-check';
import { residualTail, unusualRows } from '../../../optimizer/timeseries/anomalies/residual-tail';
import { seededRandom } from '../../../optimizer/timeseries/random';

const day = 288;

/** A load that repeats daily, with noise of a twentieth of its amplitude. */
function load(days: number, seed: number, size = 100): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: days * day }, (_, row) => size * (2 + Math.sin((2 * Math.PI * row) / day) + 0.1 * random()));
}

const alarms = (values: Float64Array): readonly number[] => unusualRows(residualTail(values, day).fill(Number.NaN, 0, 2 * day), day);

const incident = fc.record({
  begins: fc.integer({ min: 4 * day, max: 12 * day }),
  lasts: fc.integer({ min: 12, max: 36 }),
  factor: fc.constantFrom(0, 0.2, 2, 5),
  size: fc.constantFrom(1, 100, 1e6),
  seed: fc.integer({ min: 1, max: 50 }),
});

test('a jump, a drop and an outage are reported within half an hour, and once', () => {
  fc.assert(
    fc.property(incident, ({ begins, lasts, factor, size, seed }) => {
      const values = load(14, seed, size).map((value, row) => (row >= begins && row < begins + lasts ? value * factor : value));
      const found = alarms(values).filter((row) => row >= begins && row < begins + lasts + 12);
      expect(found).toHaveLength(1);
      expect((found[0] ?? 0) - begins).toBeLessThanOrEqual(6);
    }),
    { numRuns: 40 },
  );
});

test('an incident that begins small is reported again when it is ten times as unusual, on hourly and on five-minute rows', () => {
  for (const rows of [24, 288]) {
    const scores = new Float64Array(10 * rows).fill(0);
    scores.fill(4, 3 * rows, 4 * rows);
    scores[Math.round(3.5 * rows)] = 39;
    expect(unusualRows(scores, rows)).toEqual([3 * rows]);
    scores[Math.round(3.5 * rows)] = 41;
    expect(unusualRows(scores, rows)).toEqual([3 * rows, 3.5 * rows]);
    // after a day without an alarm, it is another incident
    scores[5 * rows] = 4;
    expect(unusualRows(scores, rows)).toEqual([3 * rows, 3.5 * rows, 5 * rows]);
  }
});

test('two similar weeks have less than one alarm in three days', () => {
  for (const seed of [1, 2, 3, 4, 5]) expect(alarms(load(14, seed)).length).toBeLessThanOrEqual(4);
});

test('later samples do not change earlier scores', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 900 }), fc.double({ min: 0, max: 1e9, noNaN: true }), (until, later) => {
      const values = load(4, 9);
      const changed = values.map((value, row) => (row < until ? value : later));
      expect(residualTail(changed, day).slice(0, until)).toEqual(residualTail(values, day).slice(0, until));
    }),
  );
});

test('a load twice as high has the same anomalies', () => {
  const values = load(10, 4).map((value, row) => (row > 2000 && row < 2020 ? value * 3 : value));
  expect(alarms(values.map((value) => value * 1024))).toEqual(alarms(values));
});

test.each<[string, Float64Array]>([
  ['of no values', new Float64Array()],
  ['of ten values', Float64Array.from({ length: 10 }, (_, row) => row)],
  ['that is constant', new Float64Array(2000).fill(7)],
  ['of zeros', new Float64Array(2000)],
  ['of gaps alone', new Float64Array(2000).fill(Number.NaN)],
])('a series %s has no anomaly', (_, values) => {
  expect(alarms(values)).toEqual([]);
});

test('gaps and values that are no numbers have no score, and do not change the others', () => {
  const values = load(6, 2);
  values.fill(Number.NaN, 900, 950);
  values[960] = Number.POSITIVE_INFINITY;
  const scores = residualTail(values, day);
  expect(scores.subarray(900, 950).every((score) => Number.isNaN(score))).toBe(true);
  expect(scores[960]).toBeNaN();
  expect(scores.subarray(961).every((score) => Number.isFinite(score))).toBe(true);
});
