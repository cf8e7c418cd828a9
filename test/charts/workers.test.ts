/** Manifests of workers, workloads that serve no requests. */
import { valueAt } from '../../config/record';
import { ruleGroups } from '../../charts/rule-files';
import { synthesize } from '../../charts/synthesis';
import { parseObjects } from '../../checks/read-manifests';
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { environmentWith } from '../environment-with';
import { dev } from '../fixtures/dev';
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

const source = altered(dev, withEveryKind);
const faults: readonly (readonly [fault: string, changes: Changes, path: string, rule: string])[] = [
  ['a worker with a path', { path: '/work' }, 'path', 'is not a known option'],
  ['a worker with a port for requests', { port: 8000 }, 'port', 'is not a known option'],
  ['a worker that drains', { shutdown: { drain: '5s', grace: '30s' } }, 'shutdown.drain', 'is not a known option'],
  ['a worker scaled on requests', { 'scaling.signals.requestRate': { perPod: 100, cap: 4 } }, 'scaling.signals.requestRate', 'is not a known option'],
  ['a worker scaled on latency', { 'scaling.signals.latency': { target: '2s', cap: 4 } }, 'scaling.signals.latency', 'is not a known option'],
  ['a worker asked for its life by HTTP', { live: { kind: 'http', path: '/live' } }, 'live.kind', 'must be one of "command", "port"'],
  ['a worker that nobody can ask whether it lives', { live: undefined }, 'live', 'must be an object'],
  ['a command without a word', { live: { kind: 'command', command: [] } }, 'live.command', 'must have at least one word'],
  ['a port that there is not', { live: { kind: 'port', port: 70_000 } }, 'live.port', 'must be at most 65535'],
  ['a start that usually takes longer than it may', { start: { usual: '90s', longest: '60s' } }, 'start.usual', 'must be at most start.longest (60s)'],
  ['a forecast of nothing', { 'scaling.signals.forecast': { cap: 3 } }, 'scaling.signals.forecast.of', 'must be what the worker scales on'],
  ['a forecast of an empty name', { 'scaling.signals.forecast.of': '' }, 'scaling.signals.forecast.of', 'must be at least 1'],
  [
    'a forecast of what nobody knows',
    { 'scaling.signals.forecast.of': 'orders_sent' },
    'scaling.signals.forecast.of',
    'must be what the worker scales on: a metric of telemetry.applicationMetrics with scaling, or of signals.external (orders_waiting, pubsub.googleapis.com|subscription|num_undelivered_messages)',
  ],
  ['a forecast beyond the maximum', { 'scaling.signals.forecast.cap': 5 }, 'scaling.signals.forecast.cap', 'must be at most maxReplicas (4)'],
  ['a cap above the maximum', { 'scaling.signals.cpu.cap': 9 }, 'scaling.signals.cpu.cap', 'must be at most maxReplicas (4)'],
  ['more replicas at least than at most', { 'scaling.minReplicas': 5 }, 'scaling.minReplicas', 'must be at most maxReplicas (4)'],
];

test.each(faults)('%s is refused with path and rule', (...[, changes, path, rule]) => {
  const changed = altered(source, Object.fromEntries(Object.entries(changes).map(([key, value]) => [`workloads[${at}].${key}`, value])));
  const result = validate(changed);
  expect(result.ok ? [] : result.problems).toContainEqual({
    path: `dev.workloads[${at}].${path}`,
    rule: expect.stringContaining(rule),
    received: valueAt(changed, `workloads[${at}].${path}`),
  });
});

test('a worker without a metrics port cannot be scaled on a metric of its own', () => {
  const result = validate(altered(source, { [`workloads[${at}].ports`]: undefined }));
  expect(result.ok ? [] : result.problems.map(({ path }) => path)).toEqual(['dev.telemetry.applicationMetrics[0].workload']);
});
