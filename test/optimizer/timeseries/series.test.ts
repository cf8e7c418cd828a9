import fc from 'fast-check';
import { periods } from '../../../optimizer/timeseries/period';
import { bridged, resampled } from '../../../optimizer/timeseries/resampling';
import { present, regularSeries, slice, type RegularSeries, type Sample } from '../../../optimizer/timeseries/series';
import { seededRandom } from '../../../optimizer/timeseries/random';

function samplesOf(values: readonly number[], step = 60, start = 0): Sample[] {
  return values.map((value, index) => ({ at: start + index * step, value }));
}

function seriesOf(values: readonly number[], step = 60): RegularSeries {
  const series = regularSeries(samplesOf(values, step), step);
  if (!series.ok) throw new Error(series.reason.why);
  return series.value;
}

describe('a regular series', () => {
  test('has every sample at its step, whatever steps are missing', () => {
    const present = fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 60 }).map((steps) => steps.sort((a, b) => a - b));
    fc.assert(
      fc.property(present, fc.integer({ min: 1, max: 3600 }), (steps, step) => {
        const series = regularSeries(
          steps.map((at) => ({ at: at * step, value: at })),
          step,
        );
        if (!series.ok) throw new Error(series.reason.why);
        const first = steps[0]!;
        for (const at of steps) expect(series.value.values[at - first]).toBe(at);
        expect(series.value.values.filter((value) => !Number.isNaN(value))).toHaveLength(steps.length);
      }),
    );
  });

  test('has a gap for the result of a division by zero', () => {
    expect(present(seriesOf([1, Number.NaN, Number.POSITIVE_INFINITY, 4]))).toBe(2);
  });

  test.each<[string, Sample[], number, string]>([
    ['no samples', [], 60, 'not enough data'],
    ['times out of order', samplesOf([1, 2, 3]).reverse(), 60, 'invalid samples'],
    ['one time out of order', [...samplesOf([1, 2, 3]), { at: 30, value: 1 }, { at: 300, value: 1 }], 60, 'invalid samples'],
    ['the same metric twice', [...samplesOf([1]), ...samplesOf([1]), ...samplesOf([2], 60, 60)], 60, 'invalid samples'],
    ['a time that is no number', [{ at: Number.NaN, value: 1 }], 60, 'invalid samples'],
    [
      'an endless time',
      [
        { at: 0, value: 1 },
        { at: Number.POSITIVE_INFINITY, value: 1 },
      ],
      60,
      'invalid samples',
    ],
    ['a step of zero', samplesOf([1, 2]), 0, 'invalid option'],
    ['a negative step', samplesOf([1, 2]), -60, 'invalid option'],
    [
      'years at one-second steps',
      [
        { at: 0, value: 1 },
        { at: 1e8, value: 1 },
      ],
      1,
      'too many points',
    ],
  ])('refuses %s with a reason', (_, samples, step, kind) => {
    expect(regularSeries(samples, step)).toMatchObject({ ok: false, reason: { kind } });
  });

  test('any samples give a series of bounded length or a reason', () => {
    const anything = fc.array(fc.record({ at: fc.double(), value: fc.double() }), { maxLength: 20 });
    fc.assert(
      fc.property(anything, fc.double(), (samples, step) => {
        const series = regularSeries(samples, step, 1000);
        expect(series.ok ? series.value.values.length <= 1000 : series.reason.why.length > 0).toBe(true);
      }),
    );
  });
});

test('a slice has the time of its first step, within the series', () => {
  const series = seriesOf([1, 2, 3, 4, 5]);
  expect(slice(series, 2, 4)).toEqual({ start: 120, step: 60, values: Float64Array.of(3, 4) });
  expect(slice(series, -3, 99)).toEqual(series);
});

describe('resampling', () => {
  test('keeps the mean of a series without gaps', () => {
    const values = fc
      .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 5, maxLength: 100 })
      .map((all) => all.slice(0, all.length - (all.length % 5)));
    fc.assert(
      fc.property(values, (given) => {
        const coarse = resampled(seriesOf(given), 300);
        if (!coarse.ok) throw new Error(coarse.reason.why);
        const mean = (of: ArrayLike<number>): number => Array.from(of).reduce((sum, value) => sum + value, 0) / of.length;
        expect(mean(coarse.value.values)).toBeCloseTo(mean(given), 5);
      }),
    );
  });

  test('makes a bin with less than half of its values a gap', () => {
    const coarse = resampled(seriesOf([1, Number.NaN, Number.NaN, Number.NaN, 1, 2, 2, Number.NaN, Number.NaN, 2]), 300);
    expect(coarse).toMatchObject({ ok: true, value: { step: 300, values: Float64Array.of(Number.NaN, 2) } });
  });

  test.each([90, 0, -60, Number.NaN])('refuses a step of %p s over one of 60 s', (step) => {
    expect(resampled(seriesOf([1, 2, 3]), step)).toMatchObject({ ok: false, reason: { kind: 'invalid option' } });
  });

  test('interpolates short gaps linearly, and leaves long ones and the ends', () => {
    const nan = Number.NaN;
    expect(bridged(seriesOf([nan, 1, nan, nan, 4, nan, nan, nan, 8, nan]), 2).values).toEqual(Float64Array.of(nan, 1, 2, 3, 4, nan, nan, nan, 8, nan));
  });
});

describe('periods', () => {
  const day = 96;
  const daily = (index: number): number => 100 + 40 * Math.sin((2 * Math.PI * index) / day);
  const random = seededRandom(1);
  const noise = Array.from({ length: 21 * day }, () => random() - 0.5);

  test('a daily load has a daily period, with any noise below its amplitude', () => {
    for (const size of [0, 5, 30]) {
      const found = periods(
        seriesOf(
          noise.map((value, index) => daily(index) + size * value),
          900,
        ),
      );
      expect(found).toMatchObject({ ok: true });
      expect(found.ok ? found.value.map(({ steps }) => steps) : []).toContain(day);
    }
  });

  test('a load that is low at weekends has a weekly period', () => {
    const found = periods(
      seriesOf(
        noise.map((value, index) => (Math.floor(index / day) % 7 < 5 ? daily(index) : 10) + value),
        900,
      ),
    );
    expect(found.ok ? found.value[0]?.steps : 0).toBe(7 * day);
  });

  test('noise has no period', () => {
    expect(periods(seriesOf(noise, 900))).toEqual({ ok: true, value: [] });
  });

  test.each<[string, number[], string]>([
    ['ten points', Array.from({ length: 10 }, daily), 'not enough data'],
    ['a constant', Array.from({ length: 400 }, () => 7.3), 'constant'],
    ['nothing but gaps', Array.from({ length: 400 }, () => Number.NaN), 'all gaps'],
  ])('of %s are refused with a reason', (_, values, kind) => {
    expect(periods(seriesOf(values, 900))).toMatchObject({ ok: false, reason: { kind } });
  });
});
