/** Manifests of workers, workloads that serve no requests. */
import { valueAt } from '../../config/record';
import { ruleGroups } from '../../charts/rule-files';
import { synthesize } from '../../charts/synthesis';
import { parseObjects } from '../../checks/read-manifests';
import type { Changes } from '../altered';
import { environmentWith } from '../environment-with';
import { everyKind, withEveryKind } from '../fixtures/every-kind';

const at = 1 + everyKind.findIndex(({ kind }) => kind === 'worker');
const objectsOf = (changes: Changes = {}) =>
  synthesize(environmentWith({ ...withEveryKind, ...changes })).flatMap(({ name, yaml }) => parseObjects(yaml, name));
const objects = objectsOf();
const find = (kind: string, name: string, from = objects) => from.find((object) => object.kind === kind && object.name === name)?.body;
const container = (from = objects): unknown => valueAt(find('Deployment', 'fulfilment', from), 'spec.template.spec.containers.0');
const groups = ruleGroups(environmentWith(withEveryKind));
const rulesOf = (file: string): string => JSON.stringify(groups[file]);

test('it has no Service, no route and no health check, and only scrapers may connect', () => {
  for (const kind of ['Service', 'HTTPRoute', 'HealthCheckPolicy', 'GCPBackendPolicy']) expect(find(kind, 'fulfilment')).toBeUndefined();
  expect(valueAt(find('NetworkPolicy', 'fulfilment'), 'spec.ingress')).toMatchObject([{ ports: [{ port: 'metrics' }] }]);
  const unasked = objectsOf({ 'telemetry.applicationMetrics': [], [`workloads[${at}].scaling.signals.forecast`]: undefined });
  expect(valueAt(find('NetworkPolicy', 'fulfilment', unasked), 'spec')).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
  expect(valueAt(find('NetworkPolicy', 'fulfilment', unasked), 'spec.ingress')).toBeUndefined();
});

test('the kubelet probes it as configured: by a command or by a port', () => {
  const probesOf = (live: unknown): unknown => container(objectsOf({ [`workloads[${at}].live`]: live }));
  expect(container()).toMatchObject({ livenessProbe: { exec: { command: ['python', '-m', 'app.lives'] } }, startupProbe: { failureThreshold: 60 } });
  expect(probesOf({ kind: 'port', port: 7000 })).toMatchObject({ livenessProbe: { tcpSocket: { port: 7000 } } });
});

test('one autoscaler scales it on CPU, a forecast, its own metric and one of Google, and its Deployment states no replicas', () => {
  const names = (valueAt(find('HorizontalPodAutoscaler', 'fulfilment'), 'spec.metrics') as readonly object[]).map(
    (metric) => valueAt(metric, 'object.metric.name') ?? valueAt(metric, 'external.metric.name') ?? valueAt(metric, 'containerResource.name'),
  );
  expect(names).toEqual([
    'lyo_desired_replicas_cpu',
    'lyo_desired_replicas_forecast',
    'lyo_desired_replicas_orders_waiting',
    'pubsub.googleapis.com|subscription|num_undelivered_messages',
    'cpu',
  ]);
  expect(valueAt(find('Deployment', 'fulfilment'), 'spec.replicas')).toBeUndefined();
});

test('it has no rules or alerts about requests', () => {
  const own = rulesOf('scaling-fulfilment') + rulesOf('alerts-fulfilment');
  expect(own).not.toContain('traces_span_metrics');
  for (const absent of ['SpansMissing', 'AvailabilityBurnFast', 'lyo:scaling:request_rate']) expect(own).not.toContain(absent);
  for (const present of ['AutoscalerUnable', 'AutoscalerAtMaximum', 'orders_waiting']) expect(own).toContain(present);
  expect(rulesOf('scaling-backend')).toContain('traces_span_metrics');
});
