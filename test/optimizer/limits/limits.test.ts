/** Whatever a policy asks for, at any load, clock and history, no limit is exceeded, and each refusal names its limit. */
import fc from 'fast-check';
import { held } from '../../../optimizer/limits/limit';
import { forecastLimits, headroomLimits } from '../../../optimizer/limits/limits';
import { spend, spentBy, type Spending } from '../../../optimizer/limits/spending';
import type { View } from '../../../optimizer/policies/policy';
import { noon } from '../played-world';
import { viewOf } from '../a-view';

const hour = 3600;

const forecast = (value: number, view: View) => held(forecastLimits, { policy: 'replica-forecast', value }, view);
const headroom = (value: number, view: View) => held(headroomLimits, { policy: 'headroom', value }, view);

const anything = fc.oneof(fc.double(), fc.integer({ min: 0, max: 200 }), fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, -0));
const anyLoad = fc.oneof(fc.double({ min: 0, max: 20_000, noNaN: true }), fc.constantFrom(undefined, Number.NaN));

test('a forecast is never raised, never above the cap or the step, and always a number', () => {
  fc.assert(
    fc.property(anything, anyLoad, fc.double({ min: 1, max: 10, noNaN: true }), (value, load, step) => {
      const found = forecast(value, viewOf({ load, limits: { step } }));
      if (found.kind === 'refusal') return expect([found.because, Number.isFinite(value) && value >= 0]).toEqual(['invalid', false]);
      const present = load === undefined || Number.isNaN(load) ? 0 : Math.ceil(load / 100);
      expect(found.value).toBeLessThanOrEqual(Math.min(value, 50, Math.max(step * present, 6)));
      expect(found.reasons.length > 0).toBe(found.value !== value);
    }),
  );
});

test('headroom stays within its bounds, and is a number', () => {
  fc.assert(
    fc.property(anything, (value) => {
      const found = headroom(value, viewOf());
      if (found.kind === 'refusal') return expect([found.because, Number.isFinite(value) && value >= 0]).toEqual(['invalid', false]);
      expect(found.value).toBeGreaterThanOrEqual(0.9);
      expect(found.value).toBeLessThanOrEqual(1.1);
    }),
  );
});

test('during a freeze, written in any time zone, nothing acts, and a second before or after it everything does', () => {
  const zones = ['Z', '+02:00', '-09:30'] as const;
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(...zones), (begins, hours, zone) => {
      const local = (at: number): string => `${new Date(at * 1000).toISOString().slice(0, 19)}${zone}`;
      const from = local(noon + begins * hour);
      const until = local(noon + (begins + hours) * hour);
      for (const now of [Date.parse(from) / 1000 - 1, Date.parse(from) / 1000, Date.parse(until) / 1000 - 1, Date.parse(until) / 1000]) {
        const inside = now >= Date.parse(from) / 1000 && now < Date.parse(until) / 1000;
        const view = viewOf({ now, limits: { freezes: [{ from, until }] } });
        for (const found of [forecast(5, view), headroom(1.1, view)]) expect(found).toMatchObject(inside ? { because: 'frozen' } : { kind: 'held' });
      }
    }),
    { numRuns: 40 },
  );
});

test('with fewer days of evidence than required nothing is decided', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 4, noNaN: true }), fc.double({ min: 0, max: 28, noNaN: true }), (evidenceDays, knownDays) => {
      const found = forecast(5, viewOf({ knownDays, limits: { evidenceDays } }));
      expect(found).toMatchObject(knownDays >= evidenceDays ? { kind: 'held' } : { because: 'lacking' });
    }),
  );
});

test('every hour of any sequence has at most the allowed changes, and later changes are possible again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ pause: fc.integer({ min: 1, max: 900 }), value: fc.integer({ min: 0, max: 30 }) }), { minLength: 20, maxLength: 200 }),
      fc.integer({ min: 1, max: 10 }),
      (asked, changesPerHour) => {
        const made: { at: number; value: number }[] = [];
        let now = noon;
        for (const { pause, value } of asked) {
          now += pause;
          const found = forecast(value, viewOf({ now, made: new Map([['replica-forecast', made]]), limits: { changesPerHour } }));
          if (found.kind === 'held' && made.at(-1)?.value !== found.value) made.push({ at: now, value: found.value });
          else if (found.kind === 'refusal') expect(found.because).toBe('restless');
          expect(made.filter(({ at }) => at > now - hour).length).toBeLessThanOrEqual(changesPerHour);
        }
        const later = viewOf({ now: now + hour, made: new Map([['replica-forecast', made]]), limits: { changesPerHour } });
        expect(forecast(1, later).kind).toBe('held');
      },
    ),
    { numRuns: 60 },
  );
});

test('a day has at most the budget of extra pod-hours plus one tick, at any interval of ticks', () => {
  const tick = 900;
  fc.assert(
    fc.property(
      fc.array(fc.record({ value: fc.integer({ min: 0, max: 30 }), load: fc.integer({ min: 0, max: 1500 }) }), { minLength: 100, maxLength: 250 }),
      fc.double({ min: 0, max: 60, noNaN: true }),
      (ticks, extraPodHours) => {
        let spending: Spending = new Map();
        let now = noon;
        for (const { value, load } of ticks) {
          now += tick;
          const found = forecast(value, viewOf({ now, load, spent: spentBy(spending, now), limits: { extraPodHours, changesPerHour: 60 } }));
          const published = found.kind === 'held' ? found.value : 0;
          const ahead = Math.max(published - Math.ceil(load / 100), 0);
          spending = spend(spending, now, (ahead * tick) / hour);
          expect(spentBy(spending, now)).toBeLessThanOrEqual(extraPodHours + (30 * tick) / hour);
          expect(spending.size).toBeLessThanOrEqual(24);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('spent pod-hours count for a day, and not with a clock that was set back', () => {
  const spending = spend(new Map(), noon, 7);
  expect([0, 23, 24, 48, -1].map((hours) => spentBy(spending, noon + hours * hour))).toEqual([7, 7, 0, 0, 0]);
});

test('after the budget is spent, replicas that the load needs are still allowed', () => {
  expect(forecast(10, viewOf({ load: 1000, spent: 100 }))).toMatchObject({ kind: 'held', value: 10 });
  expect(forecast(11, viewOf({ load: 1000, spent: 100 }))).toMatchObject({
    because: 'spent',
    why: 'at most 100 pod-hours a day ahead of the load, were 100.0',
  });
});
