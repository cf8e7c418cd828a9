import fc from 'fast-check';
import { podsDuringRelease, scaledInWithin, shareOf } from '../../config/rollout';

/** Any replacement that a configuration allows. */
const replacement = fc.record({
  wanted: fc.integer({ min: 1, max: 200 }),
  percent: fc.integer({ min: 1, max: 100 }),
  settle: fc.integer({ min: 1, max: 120 }),
  grace: fc.integer({ min: 0, max: 600 }),
  start: fc.integer({ min: 1, max: 120 }),
});

test('worked values: a surge of 10 % of 50, 20 s to settle, 60 s of grace', () => {
  expect(podsDuringRelease({ wanted: 50, surge: 5, settle: 20, grace: 60, scaledIn: 5 })).toBe(80);
  expect(podsDuringRelease({ wanted: 2, surge: 1, settle: 20, grace: 60 })).toBe(2 + 1 + 2);
  // a StatefulSet starts a pod only after the old one of the same name has gone
  expect(podsDuringRelease({ wanted: 3, surge: 0, settle: 0, grace: 60 })).toBe(3);
});

test('a release simulated second by second never has more pods than the formula', () => {
  fc.assert(
    fc.property(replacement, ({ wanted, percent, settle, grace, start }) => {
      const surge = shareOf(percent, wanted);
      expect(mostInPlay({ wanted, surge, settle, grace, start })).toBeLessThanOrEqual(podsDuringRelease({ wanted, surge, settle, grace }));
    }),
  );
});

test('steps of a scale-in add up until their pods have gone', () => {
  expect(scaledInWithin(60, [{ pods: 5, period: 60 }])).toBe(5);
  expect(scaledInWithin(61, [{ pods: 5, period: 60 }])).toBe(10);
  expect(scaledInWithin(60, [])).toBe(0);
});

interface Played {
  readonly wanted: number;
  readonly surge: number;
  readonly settle: number;
  readonly grace: number;
  readonly start: number;
}

/** Simulates a rollout as the Deployment controller does it: new pods up to the surge, and one old pod stops for each settled new one. */
function mostInPlay({ wanted, surge, settle, grace, start }: Played): number {
  let old = wanted;
  let leaving: readonly number[] = [];
  let starting: readonly number[] = [];
  let settled = 0;
  let most = 0;
  for (let second = 0; old > 0; second += 1) {
    const ready = starting.filter((born) => second - born >= start + settle).length;
    starting = starting.filter((born) => second - born < start + settle);
    settled += ready;
    const going = Math.min(old, Math.max(0, old + settled - wanted));
    old -= going;
    leaving = [...leaving.filter((since) => second - since < grace), ...Array.from({ length: going }, () => second)];
    const more = Math.min(wanted - settled - starting.length, wanted + surge - old - settled - starting.length);
    starting = [...starting, ...Array.from({ length: Math.max(0, more) }, () => second)];
    most = Math.max(most, old + settled + starting.length + leaving.length);
  }
  return most;
}
