/** The kind: whatever passes by itself is no harm, however far away it is, and whatever lasts is, however noisy it was before. */
import fc from 'fast-check';
import { drawnCase } from '../../../bench/harm/cases';
import { madeUpSignals } from '../../../bench/harm/disturbed-workload';
import { judgedChange, type Judged } from '../../../bench/harm/judged-change';
import { advance, restsUntil, type Situation } from '../../../optimizer/acting/advance';
import { mostThatLasted } from '../../../optimizer/acting/lasting-excess';
import { untuned, type TunablesRecord } from '../../../optimizer/acting/tunables';
import type { WatchedSample, WatchedSignal } from '../../../optimizer/acting/watched-signal';
import { seededRandom } from '../../../optimizer/timeseries/random';

const [watch, step, minute] = [270, 30, 60];

/** An hour of noise and what comes after a change at 0; `value` and `control` are what is seen of each second, `noisy` is the scale of the noise. */
function seen({
  value,
  control,
  seed = 1,
  until = 900,
  noisy = 0.1,
}: {
  value: (second: number) => number;
  control?: (second: number) => number;
  seed?: number;
  until?: number;
  noisy?: number;
}): WatchedSignal {
  const random = seededRandom(seed);
  const samples: WatchedSample[] = [];
  for (let at = -3600; at <= until; at += step) {
    const seconds = Array.from({ length: minute }, (_, index) => at - minute + index);
    const noise = 1 + noisy * (random() + random() + random() - 1.5);
    const measured = { at, load: 100 * (1 + 0.05 * random()), value: (noise * seconds.reduce((sum, second) => sum + value(second), 0)) / minute };
    samples.push(control === undefined ? measured : { ...measured, control: Math.max(...seconds.map(control)) });
  }
  return { name: 'latency', samples };
}

const wanted = [{ policy: 'connection-pool', values: { poolSize: 4 } }];
const at = (now: number, signal: WatchedSignal): Situation => ({
  now,
  wanted,
  watch,
  signals: [{ ...signal, samples: signal.samples.filter((one) => one.at <= now) }],
});

interface Pause {
  readonly begins: number;
  readonly lasts: number;
  readonly size: number;
}

/** @param isShown whether a control shows it */
function isUndone({ begins, lasts, size }: Pause, isShown: boolean, noise: { readonly seed: number; readonly noisy?: number }): boolean {
  const isPaused = (second: number): boolean => second >= begins && second < begins + lasts;
  const value = (second: number): number => (isPaused(second) ? size : 0.2);
  const control = (second: number): number => (isPaused(second) ? 1 : 0.005);
  return judgedChange(() => [seen({ value, ...noise, ...(isShown ? { control } : {}) })])?.undone ?? false;
}

const pause = fc.record({
  begins: fc.integer({ min: -60, max: 290 }),
  lasts: fc.integer({ min: 1, max: 60 }),
  size: fc.double({ min: 1, max: 1e6, noNaN: true }),
});

test('a pause of up to a minute, at any moment and of any size, is no harm where a control shows it', () => {
  fc.assert(
    fc.property(pause, fc.integer(), (one, seed) => {
      expect(isUndone(one, true, { seed })).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('nor is it where nothing else varies, without a control', () => {
  fc.assert(
    fc.property(pause, (one) => {
      expect(isUndone(one, false, { seed: 1, noisy: 0 })).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('of 400 pauses beside noise, which no control shows, at most 1 % are taken for harm: a third minute may be unusual by chance', () => {
  const random = seededRandom(15);
  const taken = Array.from({ length: 400 }, () => {
    const one = { begins: Math.floor(-60 + 350 * random()), lasts: Math.ceil(60 * random()), size: 10 ** (6 * random()) };
    return isUndone(one, false, { seed: Math.floor(random() * 2 ** 32) });
  });
  expect(taken.filter(Boolean).length).toBeLessThanOrEqual(4);
});

test('harm from within the first minute on is undone within five, whatever its size from half as much again on, and pauses beside it hide nothing', () => {
  const harm = fc.record({
    after: fc.integer({ min: 0, max: 60 }),
    times: fc.double({ min: 1.5, max: 100, noNaN: true }),
    pause: fc.integer({ min: 0, max: 270 }),
  });
  fc.assert(
    fc.property(harm, fc.integer(), ({ after, times, pause }, seed) => {
      const value = (second: number): number => (second >= after ? 0.2 * times : 0.2);
      const control = (second: number): number => (second >= pause && second < pause + 20 ? 1 : 0.005);
      expect(judgedChange(() => [seen({ value, control, seed })])).toMatchObject({ undone: true });
    }),
    { numRuns: 80 },
  );
});

test('of generated changes at most 2 % of the harmless are undone for good, and 95 % of the harmful are undone within five minutes', () => {
  const judged = (harmful: boolean, count: number): readonly Judged[] =>
    Array.from({ length: count }, (_, index) => {
      const seed = index + (harmful ? 5_000_000 : 4_000_000);
      const made = drawnCase(seededRandom(seed), index, harmful);
      return judgedChange((undone) => madeUpSignals(made, seededRandom(seed + 1000), undone));
    }).filter((one) => one !== undefined);
  const [harmless, harmful] = [judged(false, 120), judged(true, 80)];
  expect(harmless.filter(({ undone, stays }) => undone && stays).length).toBeLessThanOrEqual(0.02 * harmless.length);
  expect(harmful.filter(({ undone, after }) => undone && after <= 300).length).toBeGreaterThanOrEqual(0.95 * harmful.length);
});

test('the most that lasted in the past is never less than the least minute of any three', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 40 }), (values) => {
      const past = values.map((excess, index) => ({ at: minute * index, excess }));
      const [most = 0] = mostThatLasted(past);
      for (let index = 0; index + 3 <= values.length; index += 1) expect(most).toBeGreaterThanOrEqual(Math.min(...values.slice(index, index + 3)));
    }),
  );
  // what lies before a gap and after it is no stretch
  const gap = [0, 60, 1000].map((second) => ({ at: second, excess: 9 }));
  expect(mostThatLasted(gap)).toEqual([0, 0, 0]);
});

describe('a control', () => {
  test('that is unusual when a change is wanted lets it wait', () => {
    const control = (second: number): number => (second >= -40 && second < 0 ? 0.5 : 0.005);
    const signal = seen({ value: () => 0.2, control });
    expect(advance(untuned, at(0, signal))).toBeUndefined();
    expect(advance(untuned, at(120, signal))).toMatchObject({ what: 'changed' });
  });

  test('that is unusual to the end leaves only what all minutes say: what is bad is undone at the end, and what is not is kept', () => {
    const control = (second: number): number => (second >= 0 ? 0.1 : 0.005);
    const bad = judgedChange(() => [seen({ value: (second) => (second >= 0 ? 0.5 : 0.2), control })]);
    expect(bad).toMatchObject({ undone: true, after: watch });
    expect(bad?.why).toContain('while scrapes were slow too');
    expect(judgedChange(() => [seen({ value: () => 0.2, control })])).toMatchObject({ undone: false });
  });
});

describe('undoing a change', () => {
  /** Undone while what is seen is three times as slow, which lasts until `ends`. */
  function afterUndoing(ends: number): { readonly record: TunablesRecord; readonly ended: number; readonly signal: WatchedSignal } {
    const signal = seen({ value: (second) => (second >= 0 && second < ends ? 0.6 : 0.2), until: 30_000 });
    let record = advance(untuned, at(0, signal))!.record;
    let now = 0;
    while (record.trial !== undefined) {
      now += step;
      record = advance(record, at(now, signal))?.record ?? record;
    }
    return { record, ended: now, signal };
  }

  test('with which the harm ends confirms it, and its policy rests for six hours', () => {
    const { record, ended, signal } = afterUndoing(210);
    expect(record.finished).toMatchObject([{ outcome: 'rolled back' }]);
    expect(advance(record, at(ended + 150, signal))).toBeUndefined();
    const told = advance(record, at(ended + 180, signal))!;
    expect(told).toMatchObject({ what: 'the harm ended with it', record: { finished: [{ confirmed: true }] } });
    expect(told.record.undone).toBeUndefined();
    expect(restsUntil(told.record, 'connection-pool', ended + 3600)).toBe(ended + 6 * 3600);
  });

  test('with which it does not end lets the policy try again, once', () => {
    const { record, ended, signal } = afterUndoing(20_000);
    const told = advance(record, at(ended + 180, signal))!;
    expect(told).toMatchObject({ what: 'the harm did not end with it', record: { values: {}, finished: [{ confirmed: false }] } });
    expect(restsUntil(told.record, 'connection-pool', ended + 200)).toBeUndefined();
    const twice = { ...told.record, finished: [...told.record.finished, ...told.record.finished] };
    expect(restsUntil(twice, 'connection-pool', ended + 901)).toBe(ended + 6 * 3600);
  });

  test('together with which a disturbance ends shows nothing, so it is tried again', () => {
    const disturbed = (second: number): boolean => second >= 0 && second < 300;
    const signal = seen({ value: (second) => (disturbed(second) ? 0.6 : 0.2), control: (second) => (disturbed(second) ? 0.2 : 0.005) });
    const judged = judgedChange(() => [signal]);
    expect(judged).toMatchObject({ undone: true, stays: false });
  });

  test('after which nothing is measured counts as harm', () => {
    const { record, ended, signal } = afterUndoing(20_000);
    const told = advance(record, { ...at(ended + 180, signal), signals: [] })!;
    expect(told.record.finished[0]).not.toHaveProperty('confirmed');
    expect(restsUntil(told.record, 'connection-pool', ended + 901)).toBe(ended + 6 * 3600);
  });
});
