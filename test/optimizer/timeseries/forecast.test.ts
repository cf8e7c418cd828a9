import fc from 'fast-check';
import { fittedMembers, recorded, rehearsed, type MemberForecast } from '../../../optimizer/timeseries/forecast/backtest';
import { levelSeasonal, persistence, yesterday, yesterdayTimesLevel } from '../../../optimizer/timeseries/forecast/baselines';
import { ConformalIntervals, nextMissed } from '../../../optimizer/timeseries/forecast/conformal';
import { ensembleOf, type Ensemble } from '../../../optimizer/timeseries/forecast/ensemble';
import { forestModel } from '../../../optimizer/timeseries/forecast/forest-model';
import { type FittedModel, type Model } from '../../../optimizer/timeseries/forecast/model';
import { combination, learnedWeights } from '../../../optimizer/timeseries/forecast/weights';
import { seededRandom } from '../../../optimizer/timeseries/random';
import { slice, type RegularSeries } from '../../../optimizer/timeseries/series';

const step = 900;
const day = 96;
const models: readonly Model[] = [
  persistence,
  yesterday,
  yesterdayTimesLevel,
  levelSeasonal,
  forestModel({ trees: 10, featuresPerSplit: 12, minLeaf: 5, maxDepth: 12 }),
];
const random = seededRandom(11);
const noise = Array.from({ length: 12 * day }, () => 0.95 + 0.1 * random());

function seriesOf(length: number, value: (index: number) => number): RegularSeries {
  return { start: 0, step, values: Float64Array.from({ length }, (_, index) => value(index)) };
}

function daily(index: number): number {
  return (100 + 60 * Math.sin((2 * Math.PI * index) / day)) * (noise[index % noise.length] ?? 1);
}

function fitted(model: Model, past: RegularSeries, horizons: readonly number[] = [1, 4]): FittedModel {
  const outcome = model.fit(past, horizons, seededRandom(1));
  if (!outcome.ok) throw new Error(outcome.reason.why);
  return outcome.value;
}

function ensembleFor(past: RegularSeries, of: readonly Model[] = models): Ensemble {
  const members = fittedMembers(of, past, [1, 4], seededRandom(1));
  if (!members.ok) throw new Error(members.reason.why);
  return ensembleOf(members.value, rehearsed(of, past, [1, 4], { days: 2, random: seededRandom(2) }));
}

describe('simple models', () => {
  const growing = seriesOf(2 * day, (index) => (index < day ? 1 : 2) * (100 + (index % day)));

  test('forecast what their names say', () => {
    const now = day + 40;
    const say = (model: Model): unknown => fitted(model, growing).forecast(slice(growing, 0, now + 1), now, 4);
    expect(say(persistence)).toEqual({ ok: true, value: 280 });
    expect(say(yesterday)).toEqual({ ok: true, value: 144 });
    expect(say(yesterdayTimesLevel)).toEqual({ ok: true, value: 288 });
    // the last half hour: 280 and 278, a day ago 140 and 139
    expect(say(levelSeasonal)).toMatchObject({ ok: true, value: expect.closeTo(288, 9) as number });
  });

  test('need a day of samples for a daily forecast', () => {
    const short = slice(growing, 0, 10);
    for (const model of [yesterday, yesterdayTimesLevel, levelSeasonal])
      expect(model.fit(short, [1], random)).toMatchObject({ ok: false, reason: { kind: 'not enough data' } });
    expect(persistence.fit(short, [1], random)).toMatchObject({ ok: true });
  });
});

describe.each(models.map((model) => [model.name, model] as const))('%s', (_, model) => {
  const past = seriesOf(5 * day, daily);

  test('uses no samples after now, at any horizon', () => {
    const horizons = [1, 4, 9, 100];
    const learned = fitted(model, past, horizons);
    fc.assert(
      fc.property(
        fc.integer({ min: 3 * day, max: 4 * day }),
        fc.constantFrom(...horizons),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (now, horizon, other) => {
          const changed = { ...past, values: past.values.map((value, index) => (index > now ? other : value)) };
          expect(learned.forecast(changed, now, horizon)).toEqual(learned.forecast(slice(past, 0, now + 1), now, horizon));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('gives a number of at least 0, or a reason, wherever gaps and zeros are', () => {
    const learned = fitted(model, past);
    const value = fc.oneof(fc.constantFrom(Number.NaN, 0), fc.double({ min: 0, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 2 * day }), (tail) => {
        const seen = { ...past, values: Float64Array.from([...past.values.subarray(0, 3 * day), ...tail]) };
        const forecast = learned.forecast(seen, seen.values.length - 1, 4);
        expect(forecast.ok ? forecast.value >= 0 && Number.isFinite(forecast.value) : forecast.reason.why.length > 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the random forest', () => {
  const load = seriesOf(8 * day, daily);
  const forest = fitted(models[4]!, slice(load, 0, 6 * day));
  const errorOf = (model: FittedModel, series: RegularSeries, from: number): number => {
    let error = 0;
    for (let now = from; now < from + day / 2; now += 1) {
      const forecast = model.forecast(slice(series, 0, now + 1), now, 4);
      if (!forecast.ok) throw new Error(forecast.reason.why);
      error += Math.abs(forecast.value - series.values[now + 4]!) / series.values[now + 4]!;
    }
    return error / (day / 2);
  };

  test('is better than persistence on a daily load', () => {
    expect(errorOf(forest, load, 6 * day)).toBeLessThan(0.6 * errorOf(fitted(persistence, load), load, 6 * day));
  });

  test('is as accurate as before six hours after the load changes its size, without a new fit', () => {
    for (const factor of [0.3, 2, 10]) {
      const shifted = { ...load, values: load.values.map((value, index) => (index < 6 * day ? value : value * factor)) };
      expect(errorOf(forest, shifted, 6 * day + 24)).toBeLessThan(1.2 * errorOf(forest, load, 6 * day + 24));
    }
  });

  test('refuses a horizon that it was not fitted for', () => {
    expect(forest.forecast(load, 6 * day, 2)).toMatchObject({ ok: false, reason: { kind: 'invalid option' } });
  });
});

describe('weights', () => {
  const record = (outcome: number, forecasts: Record<string, number>, at = 0): MemberForecast => ({
    at,
    horizon: 1,
    outcome,
    forecasts: new Map(Object.entries(forecasts)),
  });

  test('go to the member with the smallest errors', () => {
    const records = Array.from({ length: 50 }, (_, index) => record(100 + index, { right: 100 + index, wrong: 30 }));
    expect(learnedWeights(['right', 'wrong'], records).get('right')).toBeGreaterThan(0.97);
  });

  test('make two members with opposite errors better than either', () => {
    const records = Array.from({ length: 50 }, (_, index) => record(100 + index, { above: 110 + index, below: 90 + index }));
    const weights = learnedWeights(['above', 'below'], records);
    expect(
      combination(
        weights,
        new Map([
          ['above', 110],
          ['below', 90],
        ]),
      ),
    ).toBeCloseTo(100, 0);
  });

  test('add up to one, so that the combination lies between its members, whatever they forecast', () => {
    const number = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 20 }), (rows) => {
        const weights = learnedWeights(
          ['a', 'b'],
          rows.map(([outcome, a, b]) => record(outcome, { a, b })),
        );
        expect([...weights.values()].reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        const combined = combination(
          weights,
          new Map([
            ['a', 3],
            ['b', 5],
          ]),
        );
        expect(combined !== undefined && combined >= 3 - 1e-9 && combined <= 5 + 1e-9).toBe(true);
      }),
    );
  });

  test('of a member without a forecast go to the others', () => {
    expect(
      combination(
        new Map([
          ['a', 0.9],
          ['b', 0.1],
        ]),
        new Map([['b', 7]]),
      ),
    ).toBeCloseTo(7, 9);
    expect(combination(new Map([['a', 1]]), new Map())).toBeUndefined();
  });
});

describe('intervals', () => {
  test('cover nine of ten new values at every hour, with nights calmer than days', () => {
    const residual = (index: number): { at: number; relative: number } => ({
      at: index * step,
      relative: (random() - 0.5) * (index % day < day / 2 ? 0.02 : 0.6),
    });
    const intervals = new ConformalIntervals(Array.from({ length: 20 * day }, (_, index) => residual(index)));
    for (const [hour, width] of [
      [5, 0.02],
      [17, 0.6],
    ] as const) {
      const interval = intervals.around(100, hour * 3600, 0.1);
      expect(interval!.upper - interval!.lower).toBeGreaterThan(100 * width * 0.85);
      expect(interval!.upper - interval!.lower).toBeLessThan(100 * width * 0.95);
    }
  });

  test('are not given without residuals', () => {
    expect(new ConformalIntervals([]).around(100, 0, 0.1)).toBeUndefined();
  });

  test('reach the wanted coverage again after the load becomes noisier', () => {
    const intervals = new ConformalIntervals(Array.from({ length: 500 }, (_, index) => ({ at: index, relative: (index - 250) / 2500 })));
    let missed = 0.1;
    const inside = Array.from({ length: 4000 }, () => {
      const interval = intervals.around(100, 0, missed);
      const outcome = 100 + 24 * (random() - 0.5);
      const within = outcome >= interval!.lower && outcome <= interval!.upper;
      missed = nextMissed(missed, 0.1, within);
      return within;
    });
    // with a fixed share it would be 0.75
    const late = inside.slice(2000);
    expect(late.filter(Boolean).length / late.length).toBeGreaterThan(0.8);
  });
});

describe('the ensemble', () => {
  const load = seriesOf(7 * day, daily);
  const past = slice(load, 0, 6 * day);

  test('covers nine of ten values, and is hardly worse than its best member on a daily load', () => {
    const ensemble = ensembleFor(past);
    const errors = new Map<string, number>();
    let [inside, count, error] = [0, 0, 0];
    const members = fittedMembers(models, past, [4], seededRandom(1));
    if (!members.ok) throw new Error(members.reason.why);
    for (const { at, outcome, forecasts } of recorded(members.value, load, 6 * day, 7 * day)) {
      const now = at / step - 4;
      const forecast = ensemble.forecast(slice(load, 0, now + 1), now, 4, 0.1);
      if (!forecast.ok) throw new Error(forecast.reason.why);
      count += 1;
      error += Math.abs(forecast.value.value - outcome);
      if (outcome >= forecast.value.lower && outcome <= forecast.value.upper) inside += 1;
      for (const [name, value] of forecasts) errors.set(name, (errors.get(name) ?? 0) + Math.abs(value - outcome));
    }
    expect(inside / count).toBeGreaterThan(0.8);
    expect(error).toBeLessThan(1.1 * Math.min(...errors.values()));
  });

  test('is the same for the same seeds', () => {
    const [one, other] = [ensembleFor(past), ensembleFor(past)].map((ensemble) => ensemble.forecast(past, 6 * day - 1, 4, 0.1));
    expect(one).toEqual(other);
  });

  test('forecasts a constant load', () => {
    const constant = seriesOf(4 * day, () => 42);
    const forecast = ensembleFor(constant).forecast(constant, 4 * day - 1, 4, 0.1);
    expect(forecast).toMatchObject({ ok: true, value: { value: expect.closeTo(42, 6) as number } });
  });

  test.each<[string, RegularSeries, string]>([
    ['ten points', seriesOf(10, daily), 'not enough data'],
    ['one point', seriesOf(1, daily), 'not enough data'],
    ['nothing but gaps', seriesOf(4 * day, () => Number.NaN), 'all gaps'],
  ])('gives a reason in place of a forecast for %s', (_, series, kind) => {
    expect(ensembleFor(series).forecast(series, series.values.length - 1, 4, 0.1)).toMatchObject({ ok: false, reason: { kind } });
  });

  test('refuses a horizon that its members were not fitted for', () => {
    expect(ensembleFor(past, [persistence]).forecast(past, 6 * day - 1, 7, 0.1)).toMatchObject({ ok: false, reason: { kind: 'invalid option' } });
  });
});
