/** A headroom above 1 saves pods at usual times, and must not make requests of a rush slower. */
import fc from 'fast-check';
import { headroomFor } from '../../../optimizer/learning/stance';
import { trial } from '../../../optimizer/learning/trial';
import type { RehearsedDay } from '../../../optimizer/learning/learn';
import { validSettings, workloadSettings } from '../played-world';

const bins = 1440;
/** Requests per second by minute of a day: four times as many for two hours from noon. */
const load = Float64Array.from({ length: bins }, (_, bin) => (bin >= 720 && bin < 840 ? 880 : 220));

/** Forecasts that equal the load, except in the first minutes of the rush, of which they expect only the share `believed`. */
function rehearsed(believed: number): RehearsedDay {
  const forecasts = Array.from(load, (value, bin) => {
    const expected = bin >= 720 && bin < 725 ? 220 + believed * (value - 220) : value;
    return { value: expected, lower: expected, upper: expected };
  });
  return { day: { start: 0, step: 60, values: load }, forecasts: new Map([1, 2, 3].map((horizon) => [horizon, forecasts])) };
}

const settings = validSettings({ workloads: [workloadSettings('backend', { startUp: 60 })] });
const [workload] = settings.workloads;
const tried = (believed: number, headroom: number): ReturnType<typeof trial> => {
  if (workload === undefined) throw new Error('a workload must be there');
  return trial(rehearsed(believed), { workload, signals: settings.signals, knee: settings.knee }, { of: 'value', headroom });
};

test('with headroom there are no more violations in a rush, and fewer pods at other times', () => {
  for (const believed of [0.8, 0.9, 1]) {
    const [full, usual] = [tried(believed, 1.1), tried(believed, 1)];
    expect(full.violations).toBeLessThanOrEqual(usual.violations);
    expect(full.podHours).toBeLessThan(0.98 * usual.podHours);
  }
});

const stance = fc.record({ of: fc.constantFrom('value' as const, 'upper' as const), headroom: fc.double({ min: 0.9, max: 1.2, noNaN: true }) });
const expected = fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => ({ value, lower: value, upper: value }));

test('the headroom is at most that of the stance, and at most 1 while at least twice the present load is forecast', () => {
  fc.assert(
    fc.property(fc.array(expected, { minLength: 1, maxLength: 3 }), stance, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (forecasts, tried, present) => {
      const factor = headroomFor(forecasts, tried, present);
      const rushes = Math.max(...forecasts.map(({ value }) => value)) >= 2 * present;
      expect(factor).toBe(rushes ? Math.min(tried.headroom, 1) : tried.headroom);
    }),
  );
});

test.each([undefined, 0, Number.NaN])('with a present load of %s no rush is recognized', (present) => {
  expect(headroomFor([{ value: 100, lower: 90, upper: 110 }], { of: 'value', headroom: 1.1 }, present)).toBe(1.1);
});
