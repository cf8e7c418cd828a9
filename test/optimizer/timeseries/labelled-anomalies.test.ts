/** For any size of a series, incidents like the labelled ones are found soon after their begin, by past samples alone. */
import fc from 'fast-check';
import { labelledScores } from '../../../optimizer/timeseries/anomalies/labelled-detector';
import { residualFeatures } from '../../../optimizer/timeseries/anomalies/residual-features';
import { bandOf, rolling } from '../../../optimizer/timeseries/anomalies/rolling';
import { seededRandom } from '../../../optimizer/timeseries/random';
import { delayedF1, f1ByThreshold } from '../../../optimizer/timeseries/scores/segments';

const day = 96;

function labelled(days: number, size: number, seed: number): { readonly values: Float64Array; readonly labels: Float64Array } {
  const random = seededRandom(seed);
  const labels = Float64Array.from({ length: days * day }, (_, row) => (row > 3 * day && row % (2 * day) >= 130 && row % (2 * day) < 136 ? 1 : 0));
  return { labels, values: labels.map((label, row) => size * (10 + 4 * Math.sin((2 * Math.PI * row) / day) + 0.4 * random() + 5 * label)) };
}

test('incidents like the labelled ones are found at any size of the values', () => {
  for (const size of [1e-3, 1, 1e6]) {
    const { values, labels } = labelled(40, size, 5);
    const half = 20 * day;
    const found = labelledScores({ values, labels: labels.slice(0, half), day, delay: 3 });
    if (!found.ok) throw new Error(found.reason.why);
    const later = found.value.scores.subarray(half);
    const result = delayedF1(
      labels.slice(half),
      later.map((score) => (score >= found.value.threshold ? 1 : 0)),
      3,
    );
    expect(result.ok && result.value.f1).toBeGreaterThan(0.8);
  }
});

test('later samples change neither earlier scores nor the threshold', () => {
  const { values, labels } = labelled(20, 1, 6);
  const past = { labels: labels.slice(0, 10 * day), day, delay: 3 };
  const said = labelledScores({ ...past, values });
  const other = labelledScores({ ...past, values: values.map((value, row) => (row < 15 * day ? value : 1e6)) });
  if (!said.ok || !other.ok) throw new Error('must be scored');
  expect(other.value.threshold).toBe(said.value.threshold);
  expect(other.value.scores.slice(0, 15 * day)).toEqual(said.value.scores.slice(0, 15 * day));
});

test.each<[string, number, number]>([
  ['a day', day, 1],
  ['no incident', 5 * day, 0],
])('too little data is refused with a reason: %s', (_, rows, label) => {
  const labels = new Float64Array(rows);
  labels[10] = label;
  expect(labelledScores({ values: new Float64Array(rows).fill(1), labels, day, delay: 3 })).toMatchObject({ ok: false, reason: { kind: 'not enough data' } });
});

test('features are numbers and use past samples alone, for any samples', () => {
  const value = fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, 0, 1, -1e12, 1e12);
  fc.assert(
    fc.property(fc.array(value, { minLength: 40, maxLength: 90 }), fc.integer({ min: 10, max: 39 }), value, (all, until, later) => {
      const values = Float64Array.from(all);
      const features = residualFeatures(values, 8);
      expect(features.values.every((one) => Number.isFinite(one))).toBe(true);
      const changed = residualFeatures(
        values.map((one, row) => (row < until ? one : later)),
        8,
      );
      const { columns } = features;
      expect(changed.values.slice(0, until * columns)).toEqual(features.values.slice(0, until * columns));
    }),
  );
  const usual = Float64Array.from({ length: 60 }, (_, row) => row % 8);
  const [whole, part] = [residualFeatures(usual, 8), residualFeatures(usual.slice(0, 40), 8)];
  expect(whole.values.slice(0, part.values.length)).toEqual(part.values);
});

test('means, spreads and bands are those of their rows', () => {
  const values = Float64Array.of(1, 3, Number.NaN, 5, 7, 100);
  const before = rolling(values);
  expect(before.mean(2, 1)[5]).toBe(6);
  expect(before.mean(3, 1)[4]).toBe(4);
  expect(before.mean(2, 0)[1]).toBe(2);
  expect(before.deviation(2)[5]).toBe(1);
  const { low, high } = bandOf(values, 2, 1);
  expect([low[5], high[5]]).toEqual([5, 7]);
});

test('F1 by threshold equals the delayed F1 of its alarms', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 0, max: 9 })), { minLength: 5, maxLength: 60 }), fc.nat(3), (rows, delay) => {
      const [labels, scores] = [Float64Array.from(rows, ([label]) => label), Float64Array.from(rows, ([, score]) => score)];
      for (const { threshold, f1 } of f1ByThreshold(labels, scores, delay)) {
        const said = delayedF1(
          labels,
          scores.map((score) => (score >= threshold ? 1 : 0)),
          delay,
        );
        if (said.ok) expect(f1).toBeCloseTo(said.value.f1, 9);
      }
    }),
  );
});
