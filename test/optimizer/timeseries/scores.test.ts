import fc from 'fast-check';
import { mase, pinball, replicaAccuracy, wape } from '../../../optimizer/timeseries/scores/forecast-errors';
import { calibrationError, coverage } from '../../../optimizer/timeseries/scores/intervals';
import { nabScore, probation, type LabelledSeries } from '../../../optimizer/timeseries/scores/nab';
import { delayedF1, segmentsFound, segmentsOf } from '../../../optimizer/timeseries/scores/segments';

const of = (...values: number[]): Float64Array => Float64Array.from(values);
const valueOf = (outcome: { ok: boolean; value?: unknown }): number => (outcome.ok ? Number(outcome.value) : Number.NaN);

describe('errors of forecasts', () => {
  test('WAPE is the sum of errors over the sum of outcomes', () => {
    // (1 + 2 + 3) / (10 + 20 + 30)
    expect(valueOf(wape(of(10, 20, 30), of(11, 18, 33)))).toBeCloseTo(0.1, 12);
  });

  test('WAPE does not depend on the unit', () => {
    const pairs = fc.array(fc.tuple(fc.double({ min: 1, max: 1e3, noNaN: true }), fc.double({ min: 1, max: 1e3, noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(pairs, fc.double({ min: 0.01, max: 100, noNaN: true }), (given, unit) => {
        const [actual, forecast] = [Float64Array.from(given, ([y]) => y), Float64Array.from(given, ([, f]) => f)];
        const scaled = (values: Float64Array): Float64Array => values.map((value) => value * unit);
        expect(valueOf(wape(scaled(actual), scaled(forecast)))).toBeCloseTo(valueOf(wape(actual, forecast)), 9);
      }),
    );
  });

  test('MASE of the naive forecast over its own past is 1', () => {
    const past = of(3, 5, 4, 8, 6, 9, 9, 1);
    expect(valueOf(mase(past.subarray(1), past.subarray(0, -1), past, 1))).toBeCloseTo(1, 12);
  });

  test('the pinball loss of the median is half of the absolute error, and minimal at the quantile', () => {
    expect(valueOf(pinball(of(10, 20), of(12, 14), 0.5))).toBeCloseTo(2, 12);
    const outcomes = Float64Array.from({ length: 101 }, (_, index) => index);
    const lossAt = (forecast: number): number =>
      valueOf(
        pinball(
          outcomes,
          outcomes.map(() => forecast),
          0.9,
        ),
      );
    const best = Array.from(outcomes).sort((a, b) => lossAt(a) - lossAt(b))[0];
    expect(best).toBe(90);
  });

  test('a difference of one replica counts as right for few replicas, and a tenth for many', () => {
    expect(valueOf(replicaAccuracy(of(300, 300, 3000, 3000), of(400, 500, 3300, 3400), 100))).toBe(0.5);
  });

  test('gaps do not count', () => {
    expect(valueOf(wape(of(10, Number.NaN, 10), of(11, 5, Number.NaN)))).toBeCloseTo(0.1, 12);
  });

  test.each([
    ['a load of zeros', wape(of(0, 0), of(1, 2)), 'undefined score'],
    ['nothing but gaps', wape(of(Number.NaN), of(1)), 'not enough data'],
    ['different lengths', wape(of(1, 2), of(1)), 'invalid option'],
    ['a past that does not change', mase(of(1), of(2), of(3, 3, 3), 1), 'undefined score'],
    ['a replica that carries nothing', replicaAccuracy(of(1), of(1), 0), 'invalid option'],
    ['no intervals', coverage(of(), of(), of()), 'not enough data'],
    ['no judgements', calibrationError([]), 'not enough data'],
    ['a confidence of 2', calibrationError([{ confidence: 2, right: true }]), 'invalid option'],
  ])('%s has no score but a reason', (_, outcome, kind) => {
    expect(outcome).toMatchObject({ ok: false, reason: { kind } });
  });
});

describe('intervals', () => {
  test('cover values within them, including the ends', () => {
    expect(valueOf(coverage(of(1, 2, 3, 4, 9), of(1, 1, 1, 1, 1), of(4, 4, 4, 4, 4)))).toBe(0.8);
  });

  test('the calibration error is the difference between confidence and accuracy, weighted by bin', () => {
    // confidence 0.9 and two of four right: error 0.4; confidence 0.1 and none of two right: error 0.1; (4 · 0.4 + 2 · 0.1) / 6
    const judgements = [true, true, false, false].map((right) => ({ confidence: 0.9, right }));
    expect(valueOf(calibrationError([...judgements, { confidence: 0.1, right: false }, { confidence: 0.1, right: false }]))).toBeCloseTo(0.3, 12);
  });
});

describe('the NAB score', () => {
  const windows = [{ from: 300, until: 399 }];
  const scoreOf = (alarms: number[], profile: 'standard' | 'low misses' | 'low false alarms' = 'standard', rows = 1000): number => {
    const result = nabScore([{ rows, windows, alarms }], profile);
    return result.ok ? result.value.score : Number.NaN;
  };

  test('is 100 for alarms exactly at the first row of every window, and 0 without alarms, in every profile', () => {
    for (const profile of ['standard', 'low misses', 'low false alarms'] as const) {
      expect(scoreOf([300], profile)).toBeCloseTo(100, 10);
      expect(scoreOf([], profile)).toBe(0);
    }
  });

  test('agrees with published points of the curve', () => {
    // in the middle of a window the gain is sigma(−0.5) / sigma(−1) = 0.848284 / 0.986614; the score of one window is 100 · (gain + 1) / 2
    expect(scoreOf([350])).toBeCloseTo(50 * (0.84828364 / 0.9866143 + 1), 4);
    // before any window a false alarm costs 0.11, and also where y = (i − 399) / 99 is above 3
    expect(scoreOf([200, 300])).toBeCloseTo(94.5, 10);
    expect(scoreOf([300, 700])).toBeCloseTo(94.5, 10);
    // at y = 1: 0.11 · 0.98661
    expect(scoreOf([300, 498])).toBeCloseTo(100 - 5.5 * 0.9866143, 4);
    expect(scoreOf([200, 300], 'low false alarms')).toBeCloseTo(89, 10);
    // one missed window at a cost of 2, and one false alarm: 100 · (−2 − 0.11 + 2) / 3
    expect(scoreOf([200], 'low misses')).toBeCloseTo((100 * -0.11) / 3, 10);
  });

  test('counts only the first alarm of a window, and none in the probationary period', () => {
    expect(probation(1000)).toBe(150);
    expect(probation(10_000)).toBe(750);
    expect(scoreOf([0, 149, 300, 301, 399])).toBeCloseTo(100, 10);
  });

  test('is never above 100, wherever windows and alarms are', () => {
    const series = fc
      .tuple(fc.integer({ min: 160, max: 900 }), fc.integer({ min: 1, max: 99 }), fc.uniqueArray(fc.integer({ min: 0, max: 999 })))
      .map<LabelledSeries>(([from, width, alarms]) => ({ rows: 1000, windows: [{ from, until: from + width }], alarms: alarms.sort((a, b) => a - b) }));
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 5 }), (corpus) => {
        const result = nabScore(corpus, 'standard');
        expect(result.ok && result.value.score <= 100 + 1e-9 && result.value.found <= result.value.windows).toBe(true);
      }),
    );
  });

  test('of a corpus without windows is refused', () => {
    expect(nabScore([{ rows: 100, windows: [], alarms: [50] }], 'standard')).toMatchObject({ ok: false, reason: { kind: 'undefined score' } });
  });
});

describe('segments', () => {
  const labels = [0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0];

  test('are runs of labelled rows', () => {
    expect(segmentsOf(labels)).toEqual([
      { from: 2, until: 4 },
      { from: 8, until: 11 },
    ]);
    expect(segmentsOf([1])).toEqual([{ from: 0, until: 0 }]);
  });

  test('count with all rows if an alarm came in time, and with none if it came late', () => {
    // example of the AIOps challenge: the first segment is found within the delay, the second one too late
    const alarms = [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0];
    // 3 rows found, 4 missed, 1 false alarm
    expect(delayedF1(labels, alarms, 1)).toEqual({ ok: true, value: { precision: 3 / 4, recall: 3 / 7, f1: 6 / 11 } });
    expect(valueOf({ ok: true, value: segmentsFound(labels, [0, 3, 10]).found })).toBe(2);
    expect(segmentsFound(labels, [0, 3, 10]).falseAlarms).toBe(1);
  });

  test('are found more often with a longer delay', () => {
    const bits = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(bits, fc.nat(10), (rows, delay) => {
        const [first, second] = [delay, delay + 1].map((limit) =>
          delayedF1(
            rows.map(([label]) => label),
            rows.map(([, alarm]) => alarm),
            limit,
          ),
        );
        if (first?.ok && second?.ok) expect(second.value.f1).toBeGreaterThanOrEqual(first.value.f1);
      }),
    );
  });
});
