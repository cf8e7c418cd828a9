/** The load of a worker is read from its recorded series, and shown in its own unit. */
import { measuredAt, meanLoad, presentLoad } from '../../optimizer/expressions';
import { replicaForecast } from '../../optimizer/policies/replica-forecast';
import { viewOf } from './a-view';
import { dailyLesson, playedWorld, validSettings, workloadSettings } from './played-world';

const load = { of: 'worker', unit: 'orders' } as const;
const worker = { namespace: 'lyo-backend', deployment: 'fulfilment', load };
const web = { namespace: 'lyo-backend', deployment: 'backend' };
const of = '{namespace="lyo-backend",deployment="fulfilment"}';

test('a bin counts if the load was measured during four fifths of it', () => {
  expect(meanLoad(300, worker)).toBe(
    `avg_over_time(lyo:forecast_load:sum${of}[300s]) and on (namespace, deployment) (max by (namespace, deployment) (count_over_time(lyo:forecast_load_alive${of}[300s])) >= 0.8 * max by (namespace, deployment) (count_over_time(lyo:forecast_load:sum${of}[300s])))`,
  );
  expect(meanLoad(300, web)).toContain('avg_over_time(lyo:requests:rate{namespace="lyo-backend",deployment="backend"}[300s])');
  expect(presentLoad(worker)).toBe(`max(lyo:forecast_load:sum${of})`);
});

test('one query covers web services and workers, each by its own series', () => {
  const all = meanLoad(300);
  for (const series of ['lyo:requests:rate', 'lyo:spans_alive', 'lyo:forecast_load:sum', 'lyo:forecast_load_alive']) expect(all).toContain(series);
  expect(measuredAt(60)).toMatch(/^timestamp\(lyo:spans_alive\) and on .* or timestamp\(lyo:forecast_load_alive\)$/);
});

test('a decision has the forecast in the unit of the metric', async () => {
  const lesson = await dailyLesson();
  const forecasts = [{ value: 900, lower: 800, upper: 1000 }];
  const verdict = lesson === undefined ? undefined : { ...lesson.verdict, trusted: true as const, stance: { of: 'value' as const, headroom: 1 } };
  const reasons = (workload: Readonly<Record<string, unknown>>): string => {
    const outcome = replicaForecast.decide(viewOf({ forecasts, verdict, workload }));
    return outcome.kind === 'decision' ? outcome.reasons.join() : outcome.why;
  };
  expect(reasons({ load })).toMatch(/^\d+\.\d orders at 100 a pod/);
  expect(reasons({})).toMatch(/^\d+\.\d requests\/s at 100 a pod/);
});

test('nothing is published for a worker without evidence, as for a web service', async () => {
  const world = playedWorld(validSettings({ workloads: [workloadSettings('fulfilment', { load, headroom: { mode: 'off', most: 1 } })] }));
  await world.ticks(2);
  expect(world.service.view().states[0]?.published?.validUntil).toBeGreaterThan(world.now);
  world.tampered = (answer, expression) => (expression.startsWith('timestamp(') ? { kind: 'series', series: [], warnings: [] } : answer);
  await world.ticks(3);
  const [state] = world.service.view().states;
  expect(state?.blind).toContain('there must be a series of lyo-backend/fulfilment, received none');
  expect(state?.published?.validUntil).toBeLessThanOrEqual(world.now);
});
