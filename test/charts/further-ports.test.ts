/** Manifests of a workload with ports beside its main one. */
import { synthesize } from '../../charts/synthesis';
import { isAccessField } from '../../delivery/review/access';
import { parseObjects } from '../../checks/read-manifests';
import { runChecks } from '../../checks/run';
import type { Environment } from '../../config/environment';
import { valueAt } from '../../config/record';
import { jobs } from '../../config/telemetry';
import { explanation } from '../../delivery/explain/explanation';
import { devOfEveryKind } from '../fixtures/every-kind';
import { objectsOf, only } from '../kubernetes-object';

const environment = devOfEveryKind({
  backend: { ports: { grpc: 50_051, metrics: 9100 } },
  fulfilment: { ports: { metrics: 9000, control: 9001 }, calls: ['backend:grpc', 'backend'] },
  'nightly-report': { calls: ['fulfilment:control'] },
});
const measured: Environment = {
  ...environment,
  cluster: { ...environment.cluster, managedPrometheus: { kind: 'copy', interval: '60s' } },
  telemetry: {
    ...environment.telemetry,
    applicationMetrics: [
      ...environment.telemetry.applicationMetrics,
      { name: 'carts', workload: 'backend', type: 'gauge', pods: 'sum', title: 'Carts', unit: 'carts' },
    ],
  },
};
const objects = objectsOf(environment);
const peersOf = (name: string, side: 'ingress' | 'egress', port: string, from = objects): readonly unknown[] =>
  (valueAt(only(from, 'NetworkPolicy', name), `spec.${side}`) as readonly { ports: readonly { port: unknown }[] }[])
    .filter(({ ports }) => ports.some((one) => one.port === port))
    .map((rule) => valueAt(rule, side === 'ingress' ? 'from.0.podSelector.matchLabels' : 'to.0.podSelector.matchLabels'));
const labels = (name: string): unknown => ({ 'app.kubernetes.io/name': name });

test('its container has each port by name, and its Service the ports that others may call', () => {
  expect(valueAt(only(objects, 'Deployment', 'backend'), 'spec.template.spec.containers.0.ports')).toEqual([
    { name: 'http', containerPort: 8000, protocol: 'TCP' },
    { name: 'grpc', containerPort: 50_051, protocol: 'TCP' },
    { name: 'metrics', containerPort: 9100, protocol: 'TCP' },
  ]);
  expect(valueAt(only(objects, 'Service', 'backend'), 'spec.ports')).toMatchObject([
    { name: 'http', port: 80 },
    { name: 'grpc', port: 50_051, targetPort: 'grpc' },
  ]);
});

test('a worker has a Service for ports that others call, but not for its metrics port', () => {
  expect(valueAt(only(objects, 'Service', 'fulfilment'), 'spec.ports')).toEqual([{ name: 'control', port: 9001, targetPort: 'control', protocol: 'TCP' }]);
  expect(objectsOf(devOfEveryKind()).filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'fulfilment')).toEqual([]);
});

test('a workload that names a port in `calls` may connect to it, by the policies of both ends, and nobody else may', () => {
  expect(peersOf('backend', 'ingress', 'grpc')).toEqual([labels('fulfilment')]);
  expect(peersOf('fulfilment', 'egress', 'grpc')).toEqual([labels('backend')]);
  expect(peersOf('fulfilment', 'egress', 'http')).toEqual([labels('backend')]);
  expect(peersOf('fulfilment', 'ingress', 'control')).toEqual([labels('nightly-report')]);
  expect(peersOf('nightly-report', 'egress', 'control')).toEqual([labels('fulfilment')]);
  expect(peersOf('backend', 'ingress', 'control')).toEqual([]);
});

test('a metrics port is scraped in place of the main port, and open to nobody while nothing is scraped', () => {
  expect(peersOf('backend', 'ingress', 'metrics')).toEqual([]);
  const asked = objectsOf(measured);
  expect(peersOf('backend', 'ingress', 'metrics', asked)).toEqual([labels('prometheus'), labels('collector')]);
  const scrape = JSON.stringify(asked.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('prometheus-config')));
  expect(scrape).toContain('lyo-backend;backend;metrics|lyo-backend;fulfilment;metrics');
  expect(valueAt(only(asked, 'PodMonitoring', `${jobs.application}-metrics`), 'spec.endpoints.0.port')).toBe('metrics');
});

test.each([
  ['without', environment],
  ['with', measured],
])('%s a copy of the metrics at Google no check finds a violation', (...[, made]) => {
  const all = synthesize(made).flatMap(({ name, yaml }) => parseObjects(yaml, name));
  const found = runChecks('dev', all).violations.map(({ check, problem }) => `${check}: ${problem}`);
  // not capacity and identity: dev's nodes are too few for these workloads, and new names are not frozen yet
  expect(found.filter((one) => !/^(identity|capacity)\//.test(one))).toEqual([]);
});

test('the page of a workload lists its ports and who may call them', () => {
  const all = synthesize(measured).flatMap(({ name, yaml }) => parseObjects(yaml, name));
  const workload = measured.workloads.find(({ name }) => name === 'backend');
  if (workload === undefined) throw new Error('dev has a workload');
  const page = explanation(measured, { environment: 'dev', objects: all }, workload);
  expect(page).toContain('answers at port 50051 (grpc) to those that state it in calls: backend.lyo-backend:50051');
  expect(page).toContain('answers at port 9100 (metrics) to Prometheus alone');
  expect(page).toContain('fulfilment of lyo-backend, port grpc');
});

test('a review reports another port of a Service as a change of what callers reach', () => {
  expect(isAccessField('Service', 'spec.ports[name=grpc].port')).toBe(true);
});
