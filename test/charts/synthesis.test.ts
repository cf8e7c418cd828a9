import { synthesize } from '../../charts/synthesis';
import { environments } from '../fixtures/environments';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWith, managedCopy, plainIngress, pubSubBacklog, secondWorkload } from '../environment-with';
import { only, parsed } from '../kubernetes-object';

function filesWith(changes: Parameters<typeof environmentWith>[0] = {}): readonly string[] {
  return synthesize(environmentWith(changes)).map(({ name }) => name);
}

const always = [
  'namespaces.yaml',
  'backend.yaml',
  'gateway.yaml',
  'autoscaling.yaml',
  'kube-state-metrics.yaml',
  'otel-gateway.yaml',
  'jaeger.yaml',
  'grafana.yaml',
  'dashboard-service.yaml',
  'dashboard-scaling.yaml',
  'dashboard-dependencies.yaml',
  'dashboard-bottlenecks.yaml',
  'dashboard-optimizer.yaml',
  'dashboard-cluster.yaml',
  'dashboard-trends.yaml',
  'grafana-console.yaml',
  'jaeger-console.yaml',
  'prometheus.yaml',
  'alertmanager.yaml',
  'prometheus-adapter.yaml',
  'optimizer.yaml',
];

/** The chart of the optimizer is the last of all. */
const withCharts = (...names: readonly string[]): readonly string[] => [...always.slice(0, -1), ...names, 'optimizer.yaml'];

test.each(environments.map((environment) => [environment.name, environment] as const))(
  'the names of the files of %s are fixed, because people and pipelines refer to them',
  (_, environment) => {
    expect(synthesize(environment).map(({ name }) => name)).toEqual(
      environment.tracing.collectors.layout === 'single'
        ? always
        : always.flatMap((name) => (name === 'otel-gateway.yaml' ? ['otel-agent.yaml', name] : [name])),
    );
  },
);

test('an external signal adds the chart of its adapter and renames no other file', () => {
  expect(filesWith({ 'workloads[0].scaling.signals.external': [pubSubBacklog] })).toEqual(withCharts('stackdriver-adapter.yaml'));
});

test('a copy in Google Managed Prometheus adds its two charts and renames no other file', () => {
  expect(filesWith(managedCopy)).toEqual(withCharts('managed-prometheus.yaml', 'managed-collection.yaml'));
});

test('a workload adds its own charts and renames no other file', () => {
  const files = filesWith(secondWorkload);
  expect(files).toEqual(expect.arrayContaining(always));
  expect(files.filter((name) => !always.includes(name))).toEqual(['orders.yaml', 'autoscaling-lyo-orders.yaml']);
});

test('a workload without a path changes only its own chart, the gateway’s and the optimizer’s', () => {
  const whole = synthesize(environmentWith());
  const inner = synthesize(environmentWith({ 'workloads[0].path': undefined }));
  const changed = inner.filter(({ name, yaml }) => whole.find((file) => file.name === name)?.yaml !== yaml).map(({ name }) => name);
  // the routes are gone, also that of the optimizer's verdict, and the load balancer may not connect to the pods
  expect(changed).toEqual(['backend.yaml', 'gateway.yaml', 'optimizer.yaml']);
});

test('each object is reported with its construct and with a source file that exists', () => {
  for (const file of synthesize(environmentWith({ 'workloads[0].scaling.signals.external': [pubSubBacklog] }))) {
    expect(file.objects).toHaveLength(parsed(file.yaml).length);
    for (const { constructPath, source } of file.objects) {
      expect(constructPath.split('/')[0]).toBe(file.name.replace('.yaml', ''));
      expect(existsSync(join(__dirname, '..', '..', source))).toBe(true);
    }
  }
});

test('a construct that refuses its input stops the synthesis with its path', () => {
  const environment = environmentWith();
  const { backend: _, ...sizing } = environment.sizing;
  expect(() => synthesize({ ...environment, sizing })).toThrow('dev.sizing.backend: must be present, received nothing');
});

test('a file of one object and a file of many parse to the same objects', () => {
  const files = synthesize(environmentWith());
  const gateway = files.find(({ name }) => name === 'gateway.yaml');
  expect(only(parsed(gateway?.yaml ?? ''), 'Gateway').metadata.name).toBe('edge');
});

test('the edge is in a file named for its kind, gateway or ingress', () => {
  expect(filesWith({ exposure: plainIngress, consoles: { kind: 'port-forward' } })).toContain('ingress.yaml');
  expect(filesWith({ exposure: plainIngress, consoles: { kind: 'port-forward' } })).not.toContain('gateway.yaml');
});

test.each([
  ['as shipped', {}],
  ['with a second workload', secondWorkload],
  ['with a copy in Google Managed Prometheus', managedCopy],
])('the first line of every file names the source and the command that generated it, %s', (_, changes) => {
  for (const { yaml, objects } of synthesize(environmentWith(changes))) {
    expect(yaml.split('\n')[0]).toMatch(/^# generated from charts\/[a-z-]+\.ts for dev by "npm start": change it there$/);
    expect(yaml.split('\n')[0]).toContain(objects[0]?.source);
  }
});
