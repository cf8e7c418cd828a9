import { adapterRules } from '../../../constructs/scaling/adapter-rules';
import { desiredSeries } from '../../../constructs/scaling/scaling-rules';
import { signalsOf } from '../../../constructs/scaling/signals';
import { scaledWorkload, telemetryOf } from '../../../charts/platform-charts';
import { environmentWith, firstWorkload } from '../../environment-with';

const environment = environmentWith();
const [rule] = adapterRules(telemetryOf(environment), 'none');

test('one adapter rule serves every signal of every workload, under the name in the autoscaler', () => {
  const workload = scaledWorkload(environment, firstWorkload(environment));
  expect(adapterRules(telemetryOf(environment), 'none')).toHaveLength(1);
  const selecting = new RegExp(/"(.+)"/.exec(rule?.seriesQuery ?? '')?.[1] ?? '');
  for (const signal of signalsOf(workload)) {
    const series = desiredSeries(workload, signal);
    expect(series).toMatch(selecting);
    expect(series.replace(new RegExp(rule?.name.matches ?? ''), rule?.name.as ?? '')).toBe(`lyo_desired_replicas_${signal.name}`);
  }
});

test('inputs and uncapped series are not served', () => {
  const selecting = new RegExp(/"(.+)"/.exec(rule?.seriesQuery ?? '')?.[1] ?? '');
  for (const series of ['lyo:uncapped_replicas:cpu', 'lyo:requests:rate', 'lyo:ready_replicas']) expect(series).not.toMatch(selecting);
});

test('a series belongs to the Deployment in its labels', () => {
  expect(rule?.resources.overrides).toEqual({ namespace: { resource: 'namespace' }, deployment: { group: 'apps', resource: 'deployment' } });
});

test('a sample older than three sync periods is not served, because a stopped recording rule must not look like a steady load', () => {
  // 3 · 15 s = 45 s, 3 · 16 s = 48 s; by default an instant query returns samples up to 300 s old
  expect(rule?.metricsQuery).toContain('< 45)');
  const [slower] = adapterRules(telemetryOf(environmentWith({ 'telemetry.syncPeriod': '16s' })), 'none');
  expect(slower?.metricsQuery).toContain('< 48)');
});

test('with guarded rollouts the series of versions are served too, and a selector does not mix versions', () => {
  const [, versions] = adapterRules(telemetryOf(environment), 'by version');
  expect('lyo:version_failed:sum').toMatch(new RegExp(/"(.+)"/.exec(versions?.seriesQuery ?? '')?.[1] ?? ''));
  expect('lyo:version_failed:sum'.replace(new RegExp(versions?.name.matches ?? ''), versions?.name.as ?? '')).toBe('lyo_version_failed');
  expect(versions?.metricsQuery).toMatch(/^sum by .*< 45\)\)$/);
});
