/** What follows in rules, autoscaler and optimizer from a worker that is scaled on a forecast. */
import { scaledWorkload } from '../../charts/platform-charts';
import { ruleGroups } from '../../charts/rule-files';
import type { Environment } from '../../config/environment';
import { optimizedWorkloads } from '../../config/optimized-workloads';
import { validate } from '../../config/validate';
import { isOfKind, type WorkerWorkload } from '../../config/workload';
import { scalingRules } from '../../constructs/scaling/scaling-rules';
import { optimizerSettings, type OptimizerSettings } from '../../optimizer/config';
import { altered, type Changes } from '../altered';
import { environmentWith } from '../environment-with';
import { dev } from '../fixtures/dev';
import { everyKind, withEveryKind } from '../fixtures/every-kind';
import { objectsOf } from '../kubernetes-object';

const at = 1 + everyKind.findIndex(({ kind }) => kind === 'worker');
const google = 'pubsub.googleapis.com|subscription|num_undelivered_messages';
const signals = `workloads[${at}].scaling.signals`;
const withWorker = (changes: Changes = {}): Environment => environmentWith({ ...withEveryKind, ...changes });
const ofGoogle: Changes = { [`${signals}.forecast.of`]: google };

function workerOf({ workloads }: Environment): WorkerWorkload {
  const [worker] = workloads.filter(isOfKind('worker'));
  if (worker === undefined) throw new Error('the environment must have a worker, received none');
  return worker;
}

function expressionOf(environment: Environment, record: string): string | undefined {
  return scalingRules(scaledWorkload(environment, workerOf(environment))).rules.find((rule) => rule.record === record)?.expr;
}

function settingsOf(environment: Environment): OptimizerSettings {
  const found = objectsOf(environment).find(({ kind, metadata }) => kind === 'ConfigMap' && /^optimizer-[0-9a-f]{10}$/.test(metadata.name));
  return optimizerSettings.parse(JSON.parse((found as unknown as { readonly data: Readonly<Record<string, string>> }).data['settings.json'] ?? ''));
}

test('of its own metric the load is what its pods together tell, and counts while three quarters of them answer', () => {
  const environment = withWorker({ 'telemetry.applicationMetrics[0].pods': 'max' });
  expect(expressionOf(environment, 'lyo:forecast_load:sum')).toBe('max(orders_waiting{job="application",namespace="lyo-backend",workload="fulfilment"})');
  expect(expressionOf(environment, 'lyo:forecast_load_alive')).toBe(
    '(sum(up{job="application",namespace="lyo-backend",workload="fulfilment"}) >= on() 0.75 * lyo:ready_replicas{namespace="lyo-backend",deployment="fulfilment"}) and on() (max(orders_waiting{job="application",namespace="lyo-backend",workload="fulfilment"}))',
  );
});

test('of a metric of Google the load is what the autoscaler saw for each pod, times its pods, and counts while it can scale', () => {
  const environment = withWorker(ofGoogle);
  const own = 'namespace="lyo-backend",horizontalpodautoscaler="fulfilment"';
  const load = `max(kube_horizontalpodautoscaler_status_target_metric{${own},metric_name="${google}",metric_target_type="average"}) * max(kube_horizontalpodautoscaler_status_current_replicas{${own}})`;
  expect(expressionOf(environment, 'lyo:forecast_load:sum')).toBe(load);
  expect(expressionOf(environment, 'lyo:forecast_load_alive')).toBe(
    `(max(kube_horizontalpodautoscaler_status_condition{${own},condition="ScalingActive",status="true"}) == 1) and on() (${load})`,
  );
});

test('the forecast has its cap, and without one that is valid it is 0', () => {
  const environment = withWorker();
  expect(expressionOf(environment, 'lyo:uncapped_replicas:forecast')).toContain(
    'max(lyo_forecast_replicas{target_namespace="lyo-backend",target_deployment="fulfilment"} and (lyo_forecast_valid_until_seconds{target_namespace="lyo-backend",target_deployment="fulfilment"} > time()))',
  );
  expect(expressionOf(environment, 'lyo:desired_replicas:forecast')).toContain(', 3)');
});

test('nothing is recorded of it where nothing of it is forecast, or of a web service', () => {
  const without = withWorker({ [`${signals}.forecast`]: undefined });
  expect(expressionOf(without, 'lyo:forecast_load:sum')).toBeUndefined();
  expect(JSON.stringify(ruleGroups(withWorker())['scaling-backend'])).not.toContain('lyo:forecast_load');
});

test('the optimizer is told to try what the worker scales on as its load, in its unit, and leaves its headroom alone', () => {
  const [, worker] = settingsOf(withWorker({ optimizer: undefined })).workloads;
  expect(worker).toMatchObject({
    deployment: 'fulfilment',
    scaling: { minReplicas: 1, maxReplicas: 4, signals: { cpu: { utilization: 70, cap: 3 }, requestRate: { perPod: 20, cap: 4 }, forecast: { cap: 3 } } },
    load: { of: 'worker', unit: 'orders' },
    // 30 s for a node and its image, 20 s of its own
    startUp: 50,
    forecast: 'act',
    headroom: { mode: 'off' },
  });
  expect(worker?.scaling.signals.external).toBeUndefined();
  const [backend, ofMessages] = settingsOf(withWorker(ofGoogle)).workloads;
  expect(ofMessages).toMatchObject({
    scaling: { signals: { requestRate: { perPod: 100, cap: 4 } } },
    load: { of: 'worker', unit: 'num_undelivered_messages' },
  });
  expect(backend?.load).toBeUndefined();
});

test('a worker alone brings an optimizer, and goes without one where it has no forecast', () => {
  const alone: Changes = { 'workloads[0].scaling.signals.forecast': undefined };
  const names = (changes: Changes): readonly string[] => optimizedWorkloads(withWorker(changes)).map(({ name }) => name);
  expect([names({}), names(alone), names({ ...alone, [`${signals}.forecast`]: undefined })]).toEqual([['backend', 'fulfilment'], ['fulfilment'], []]);
  expect(settingsOf(withWorker(alone)).workloads.map(({ deployment }) => deployment)).toEqual(['fulfilment']);
});

const problemsOf = (changes: Changes): readonly string[] => {
  const result = validate(altered(altered(dev, withEveryKind), changes));
  return result.ok ? [] : result.problems.map(({ path, rule }) => `${path}: ${rule}`);
};

test('a metric of Google that is stated twice has no history of its own', () => {
  const twice = { [`${signals}.external`]: ['one', 'two'].map((queue) => ({ metric: google, labels: { queue }, perPod: 100, cap: 4 })) };
  expect(problemsOf({ ...twice, ...ofGoogle })).toEqual([
    `dev.workloads[${at}].scaling.signals.forecast.of: must be a metric that signals.external has once: the history of a metric of Google is known by its name alone, without its labels`,
  ]);
  expect(problemsOf(twice)).toEqual([]);
});

test('a metric of the worker that scales nothing, or of another workload, cannot be forecast', () => {
  const path = `dev.workloads[${at}].scaling.signals.forecast.of`;
  expect(problemsOf({ 'telemetry.applicationMetrics[0].scaling': undefined })).toEqual([expect.stringContaining(`${path}: must be what the worker scales on`)]);
  expect(problemsOf({ 'telemetry.applicationMetrics[0].workload': 'backend' })).toEqual([
    expect.stringContaining(`${path}: must be what the worker scales on`),
  ]);
  expect(problemsOf({ [`${signals}.external`]: undefined, 'telemetry.applicationMetrics[0].scaling': undefined })).toEqual([
    expect.stringContaining('(there is none)'),
  ]);
});

test('of a web service a forecast is of its requests, and says nothing else', () => {
  expect(problemsOf({ 'workloads[0].scaling.signals.forecast.of': 'orders_waiting' })).toEqual([
    'dev.workloads[0].scaling.signals.forecast.of: is not a known option',
  ]);
});

test('what the optimizer tries asks for as many pods as the rules do', () => {
  const environment = withWorker({ 'telemetry.applicationMetrics[0].scaling': { perPod: 7, cap: 2 } });
  expect(settingsOf(environment).workloads[1]?.scaling.signals.requestRate).toEqual({ perPod: 7, cap: 2 });
  expect(expressionOf(environment, 'lyo:uncapped_replicas:orders_waiting')).toContain('/ 7)');
  expect(expressionOf(environment, 'lyo:desired_replicas:orders_waiting')).toContain(', 2)');
});
