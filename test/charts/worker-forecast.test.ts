/** Recording rules, autoscaler and optimizer of a worker that is scaled on a forecast. */
import { scaledWorkload } from '../../charts/platform-charts';
import { ruleGroups } from '../../charts/rule-files';
import type { Environment } from '../../config/environment';
import { optimizedWorkloads } from '../../config/optimized-workloads';
import { isOfKind, type WorkerWorkload } from '../../config/workload';
import { scalingRules } from '../../constructs/scaling/scaling-rules';
import { optimizerSettings, type OptimizerSettings } from '../../optimizer/config';
import type { Changes } from '../altered';
import { environmentWith } from '../environment-with';
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

test('the load of a metric of its own is the value over all its pods, and is alive while three quarters of them are scraped', () => {
  const environment = withWorker({ 'telemetry.applicationMetrics[0].pods': 'max' });
  expect(expressionOf(environment, 'lyo:forecast_load:sum')).toBe('max(orders_waiting{job="application",namespace="lyo-backend",workload="fulfilment"})');
  expect(expressionOf(environment, 'lyo:forecast_load_alive')).toBe(
    '(sum(up{job="application",namespace="lyo-backend",workload="fulfilment"}) >= on() 0.75 * lyo:ready_replicas{namespace="lyo-backend",deployment="fulfilment"}) and on() (max(orders_waiting{job="application",namespace="lyo-backend",workload="fulfilment"}))',
  );
});

test('the load of a metric of Google is the autoscaler’s value per pod times the pods, and is alive while the autoscaler is active', () => {
  const environment = withWorker(ofGoogle);
  const own = 'namespace="lyo-backend",horizontalpodautoscaler="fulfilment"';
  const load = `max(kube_horizontalpodautoscaler_status_target_metric{${own},metric_name="${google}",metric_target_type="average"}) * max(kube_horizontalpodautoscaler_status_current_replicas{${own}})`;
  expect(expressionOf(environment, 'lyo:forecast_load:sum')).toBe(load);
  expect(expressionOf(environment, 'lyo:forecast_load_alive')).toBe(
    `(max(kube_horizontalpodautoscaler_status_condition{${own},condition="ScalingActive",status="true"}) == 1) and on() (${load})`,
  );
});

test('the forecast has its cap, and counts only while it is valid', () => {
  const environment = withWorker();
  expect(expressionOf(environment, 'lyo:uncapped_replicas:forecast')).toContain(
    'max(lyo_forecast_replicas{target_namespace="lyo-backend",target_deployment="fulfilment"} and (lyo_forecast_valid_until_seconds{target_namespace="lyo-backend",target_deployment="fulfilment"} > time()))',
  );
  expect(expressionOf(environment, 'lyo:desired_replicas:forecast')).toContain(', 3)');
});

test('without a forecast, or for a web service, no load is recorded for forecasts', () => {
  const without = withWorker({ [`${signals}.forecast`]: undefined });
  expect(expressionOf(without, 'lyo:forecast_load:sum')).toBeUndefined();
  expect(JSON.stringify(ruleGroups(withWorker())['scaling-backend'])).not.toContain('lyo:forecast_load');
});

test('the optimizer gets the metric of the worker as its load, in its unit, with headroom off', () => {
  const [, worker] = settingsOf(withWorker({ optimizer: undefined })).workloads;
  expect(worker).toMatchObject({
    deployment: 'fulfilment',
    scaling: { minReplicas: 1, maxReplicas: 4, signals: { cpu: { utilization: 70, cap: 3 }, requestRate: { perPod: 20, cap: 4 }, forecast: { cap: 3 } } },
    load: { of: 'worker', unit: 'orders' },
    // 30 s for a node and its image, 20 s for the worker
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

test('a worker with a forecast is enough for an optimizer, and one without a forecast has none', () => {
  const alone: Changes = { 'workloads[0].scaling.signals.forecast': undefined };
  const names = (changes: Changes): readonly string[] => optimizedWorkloads(withWorker(changes)).map(({ name }) => name);
  expect([names({}), names(alone), names({ ...alone, [`${signals}.forecast`]: undefined })]).toEqual([['backend', 'fulfilment'], ['fulfilment'], []]);
  expect(settingsOf(withWorker(alone)).workloads.map(({ deployment }) => deployment)).toEqual(['fulfilment']);
});

test('the policy of the optimizer asks for as many pods as the recording rules', () => {
  const environment = withWorker({ 'telemetry.applicationMetrics[0].scaling': { perPod: 7, cap: 2 } });
  expect(settingsOf(environment).workloads[1]?.scaling.signals.requestRate).toEqual({ perPod: 7, cap: 2 });
  expect(expressionOf(environment, 'lyo:uncapped_replicas:orders_waiting')).toContain('/ 7)');
  expect(expressionOf(environment, 'lyo:desired_replicas:orders_waiting')).toContain(', 2)');
});
