import fc from 'fast-check';
import { fittedMembers, rehearsed } from '../../../optimizer/timeseries/forecast/backtest';
import { levelSeasonal, persistence, yesterday, yesterdayTimesLevel } from '../../../optimizer/timeseries/forecast/baselines';
import { ensembleOf, type Ensemble } from '../../../optimizer/timeseries/forecast/ensemble';
import { forestModel } from '../../../optimizer/timeseries/forecast/forest-model';
import { latelyWeighted } from '../../../optimizer/timeseries/forecast/lately';
import { seededRandom } from '../../../optimizer/timeseries/random';
import { slice, type RegularSeries } from '../../../optimizer/timeseries/series';

const [step, day, hour] = [900, 96, 4];
const models = [persistence, yesterday, yesterdayTimesLevel, levelSeasonal, forestModel({ trees: 10, featuresPerSplit: 12, minLeaf: 5, maxDepth: 12 })];
const noise = seededRandom(11);
const load: RegularSeries = {
  start: 0,
  step,
  values: Float64Array.from({ length: 8 * day }, (_, index) => (100 + 60 * Math.sin((2 * Math.PI * index) / day)) * (0.9 + 0.2 * noise())),
};
/** The first moment that may shift; nothing is learned after it. */
const learnedUntil = 6 * day;

function learned(past: RegularSeries): Ensemble {
  const members = fittedMembers(models, past, [1, 4], seededRandom(1));
  if (!members.ok) throw new Error(members.reason.why);
  return ensembleOf(members.value, rehearsed(models, past, [1, 4], { days: 2, random: seededRandom(2) }));
}

const ensemble = learned(slice(load, 0, learnedUntil));

/** Mean of |error| of forecasts an hour ahead, of the six hours from `from` on. */
function errorOf(series: RegularSeries, from: number, divisor: (index: number) => number = () => 1): number {
  let error = 0;
  for (let target = from; target < from + 6 * hour; target += 1) {
    const forecast = ensemble.forecast(slice(series, 0, target - 3), target - 4, 4, 0.1);
    if (!forecast.ok) throw new Error(forecast.reason.why);
    error += Math.abs(forecast.value.value - (series.values[target] ?? Number.NaN)) / divisor(target);
  }
  return error / (6 * hour);
}

function changed(change: (value: number, index: number) => number): RegularSeries {
  return { ...load, values: load.values.map(change) };
}

const everyHour = Array.from({ length: 24 }, (_, at) => learnedUntil + at * hour);

/** Errors of the six hours that begin so many hours after the shift, for a shift at each hour of the day: with it over without it, of all together and of the worst hour. */
function ratios(
  after: number,
  shiftedAt: (shift: number) => readonly [series: RegularSeries, factor: (index: number) => number],
): { all: number; worst: number } {
  const errors = everyHour.map((shift) => {
    const [series, factor] = shiftedAt(shift);
    return [errorOf(series, shift + after * hour, factor), errorOf(load, shift + after * hour)] as const;
  });
  const sum = (place: 0 | 1): number => errors.reduce((total, pair) => total + pair[place], 0);
  return { all: sum(0) / sum(1), worst: Math.max(...errors.map(([shifted, usual]) => shifted / usual)) };
}

// six hours are 24 noisy values, so a single window may be above a fifth where all of them are not
describe('six hours after a level shift, errors are at most a fifth above those without it, though nothing was learned anew', () => {
  test.each([0.2, 0.3, 0.5, 1.8, 2, 4])('by a factor of %d, at any hour, in the night as in the rise', (factor) => {
    const { all, worst } = ratios(6, (shift) => [changed((value, index) => (index < shift ? value : value * factor)), () => factor]);
    expect(all).toBeLessThan(1.2);
    expect(worst).toBeLessThan(4 / 3);
  });

  test.each([
    [2, 2],
    [0.5, 3],
    [3, 0.3],
    [0.4, 0.4],
  ])('by a factor of %d, and ten hours later by one of %d', (first, second) => {
    const factorOf = (shift: number) => (index: number) => (index < shift ? 1 : index < shift + 10 * hour ? first : first * second);
    const { all, worst } = ratios(16, (shift) => [changed((value, index) => value * factorOf(shift)(index)), factorOf(shift)]);
    expect(all).toBeLessThan(1.2);
    expect(worst).toBeLessThan(4 / 3);
  });

  test.each([0.3, 0.5, 2, 4])('by a factor of %d that goes back after eight hours', (factor) => {
    const factorOf = (shift: number) => (index: number) => (index < shift || index >= shift + 8 * hour ? 1 : factor);
    const { all, worst } = ratios(14, (shift) => [changed((value, index) => value * factorOf(shift)(index)), factorOf(shift)]);
    expect(all).toBeLessThan(1.2);
    expect(worst).toBeLessThan(4 / 3);
  });

  test('by half of its mean that is added, relative to the load', () => {
    // errors in parts of the load; those without the shift are in parts of the load without it
    const parts = everyHour.map((shift) => {
      const added = changed((value, index) => (index < shift ? value : value + 50));
      return [errorOf(added, shift + 6 * hour, (index) => added.values[index] ?? 1), errorOf(load, shift + 6 * hour, (index) => load.values[index] ?? 1)];
    });
    const sum = (place: number): number => parts.reduce((total, pair) => total + (pair[place] ?? 0), 0);
    expect(sum(0) / sum(1)).toBeLessThan(1.2);
  });
});

describe('weights after the errors of two hours', () => {
  const weights = new Map([
    ['steady', 0.3],
    ['other', 0.7],
  ]);
  const records = (count: number, of: (index: number) => Record<string, number>): Parameters<typeof latelyWeighted>[2] =>
    Array.from({ length: count }, (_, index) => ({ at: index * 300, horizon: 1, outcome: 100, forecasts: new Map(Object.entries(of(index))) }));

  test('stay while errors are as usual, however large the difference of the members is', () => {
    const recent = records(24, () => ({ steady: 100, other: 105 }));
    expect(latelyWeighted(weights, 0.05, recent).get('other')).toBeCloseTo(0.7, 9);
  });

  test('leave a member that all its outcomes show to be wrong, and one that half of them do', () => {
    expect(
      latelyWeighted(
        weights,
        0.05,
        records(24, () => ({ steady: 100, other: 200 })),
      ).get('other'),
    ).toBeLessThan(1e-6);
    expect(
      latelyWeighted(
        weights,
        0.05,
        records(24, (index) => ({ steady: 100, other: index < 11 ? 100 : 200 })),
      ).get('other'),
    ).toBeLessThan(1e-6);
  });

  test('stay with a member that missed one spike, however high', () => {
    const recent = records(24, (index) => ({ steady: 100, other: index === 20 ? 9000 : 100 }));
    expect(latelyWeighted(weights, 0.05, recent).get('other')).toBeCloseTo(0.7, 9);
  });

  test('stay when all members are as wrong, when too little is known, and when the load is zero', () => {
    for (const recent of [records(24, () => ({ steady: 300, other: 300 })), records(2, () => ({ steady: 100, other: 300 })), []])
      expect(latelyWeighted(weights, 0.05, recent).get('other')).toBeCloseTo(0.7, 9);
    const zero = records(24, () => ({ steady: 0, other: 5 })).map((record) => ({ ...record, outcome: 0 }));
    expect(latelyWeighted(weights, 0.05, zero)).toBe(weights);
  });

  test('take nothing from members that were forecast with for one that was not, as after a gap yesterday', () => {
    const recent = records(24, () => ({ steady: 130 }));
    expect(latelyWeighted(weights, 0.05, recent).get('steady')).toBeCloseTo(0.3, 9);
    const far = records(24, (index): Record<string, number> => (index < 2 ? { steady: 130, other: 500 } : { steady: 130 }));
    expect(latelyWeighted(weights, 0.05, far).get('steady')).toBeCloseTo(0.3, 9);
  });

  test('add up to one, whatever was forecast, and when nothing was wrong before', () => {
    const number = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 30 }), fc.constantFrom(0, 0.01, 1), (rows, usual) => {
        const recent = rows.map(([outcome, steady, other], index) => ({
          at: index * 300,
          horizon: 1,
          outcome,
          forecasts: new Map([
            ['steady', steady],
            ['other', other],
          ]),
        }));
        const sum = [...latelyWeighted(weights, usual, recent).values()].reduce((total, weight) => total + weight, 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });
});
