/** Headroom without a forecast: chosen where no rehearsed day was worse with it, and never published without a measured load. */
import type { Rehearsal } from '../../../optimizer/learning/learn';
import type { Verdict } from '../../../optimizer/learning/trust';
import { verdictOn } from '../../../optimizer/learning/trust';
import { headroom } from '../../../optimizer/policies/headroom';
import { replicaForecast } from '../../../optimizer/policies/replica-forecast';
import type { Decision, Refusal } from '../../../optimizer/policies/policy';
import type { RegularSeries } from '../../../optimizer/timeseries/series';
import { viewOf, type ViewChange } from '../a-view';
import { validSettings, workloadSettings } from '../played-world';

const [step, bins] = [300, 288];

/** A day that swings slowly around 1500 requests a second, with so many more in every other half hour. */
function dayWith(jump: number): RegularSeries {
  const slow = (bin: number): number => 1500 + 300 * Math.sin((2 * Math.PI * bin) / bins);
  return { start: 0, step, values: Float64Array.from({ length: bins }, (_, bin) => slow(bin) + (bin % 12 < 6 ? 0 : jump)) };
}

/** A last day that nobody could forecast. */
function rehearsal(last: RegularSeries, earlier: readonly RegularSeries[]): Rehearsal {
  return { day: last, forecasts: new Map([[1, []]]), earlier };
}

function verdict(last: RegularSeries, earlier: readonly RegularSeries[], change: Readonly<Record<string, unknown>> = {}): Promise<Verdict> {
  const settings = validSettings({ workloads: [workloadSettings('backend', { startUp: 60, forecast: 'off', ...change })] });
  const [workload] = settings.workloads;
  if (workload === undefined) throw new Error('a workload must be there');
  return verdictOn(rehearsal(last, earlier), { workload, signals: settings.signals, knee: settings.knee }, () => Promise.resolve());
}

const calm = dayWith(0);

test('a load that nobody can forecast, and that changes slowly, has headroom without a forecast', async () => {
  const found = await verdict(calm, [calm, calm]);
  expect(found).toMatchObject({ trusted: false, stance: { of: 'nothing' } });
  expect(found.stance?.headroom).toBeGreaterThan(1);
  expect(found.best.podHours).toBeLessThan(0.97 * found.alone.podHours);
  expect(found.best.violations).toBeLessThanOrEqual(found.alone.violations + 0.1);
  expect(found.why).toMatch(/no forecast: .* pod-hours; at most 0\.1 % more on each of 3 days$/);
});

test('one earlier day that would have been worse with it is enough for less, or for none', async () => {
  const usual = await verdict(calm, [calm, calm]);
  const warned = await verdict(calm, [dayWith(800), calm]);
  expect(warned.stance?.headroom ?? 1).toBeLessThan(usual.stance?.headroom ?? 1);
});

test('where headroom is off there is none', async () => {
  expect((await verdict(calm, [calm], { headroom: { mode: 'off', most: 1.2 } })).stance).toBeUndefined();
});

test('where it only advises nothing is published for it, and the advice says what would be', async () => {
  const found = await verdict(calm, [calm], { headroom: { mode: 'advise', most: 1.2 } });
  expect(found).toMatchObject({ trusted: false, advised: { stance: { of: 'nothing' } } });
  expect(found.stance).toBeUndefined();
});

const outcome = { violations: 0, podHours: 100 };
const alone: Verdict = { trusted: false, stance: { of: 'nothing', headroom: 1.1 }, alone: outcome, best: outcome, gain: 0.05, why: 'no forecast' };
const decided = (change: ViewChange): readonly (Decision | Refusal)[] =>
  [replicaForecast, headroom].map((policy) =>
    policy.decide(viewOf({ verdict: alone, workload: { forecast: 'act', headroom: { mode: 'act', most: 1.2 } }, ...change })),
  );

test('with it nothing is asked for ahead of the load, and pods are fuller, whatever is forecast', () => {
  for (const forecasts of [[], [{ value: 5000, lower: 4000, upper: 6000 }]])
    expect(decided({ forecasts })).toMatchObject([
      { kind: 'refusal', because: 'untrusted' },
      { kind: 'decision', value: 1.1, acts: true },
    ]);
});

test.each(['off', 'advise'])('it needs no forecast that acts: with the forecast at %s it is published too', (forecast) => {
  expect(decided({ workload: { forecast, headroom: { mode: 'act', most: 1.2 } } })[1]).toMatchObject({ kind: 'decision', value: 1.1, acts: true });
});

test('advice is told with what would be published, and does not act', () => {
  const advised: Verdict = {
    trusted: false,
    alone: outcome,
    best: outcome,
    gain: 0,
    why: 'nothing',
    advised: { stance: { of: 'nothing', headroom: 1.15 }, why: 'better' },
  };
  expect(decided({ verdict: advised, workload: { headroom: { mode: 'advise', most: 1.2 } } })[1]).toMatchObject({
    value: 1.15,
    acts: false,
    reasons: ['better'],
  });
});

test.each<[string, ViewChange, Refusal['because']]>([
  ['no measured load', { load: undefined }, 'lacking'],
  ['a load that is no number', { load: Number.NaN }, 'lacking'],
  ['a load that became another', { drifted: true }, 'drifted'],
  ['too few days', { knownDays: 1 }, 'lacking'],
])('with %s there is none', (_, change, because) => {
  expect(decided(change)[1]).toMatchObject({ kind: 'refusal', because });
});
