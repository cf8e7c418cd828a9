/** Checks over a few objects each, for cases that do not occur in the manifests of an environment. */
import { evictedSingleton } from '../../checks/autoscaling/evicted-singleton';
import { demandAt } from '../../checks/capacity/demand';
import { nodeAgents } from '../../checks/capacity/system-pods';
import type { Check } from '../../checks/check';
import { consoles } from '../../checks/objects/console';
import { adapterConfigurations, discovered } from '../../checks/objects/metrics-adapter';
import { scrapeJobs, targetsOf } from '../../checks/objects/scrape-job';
import { portByName } from '../../checks/network/port-by-name';
import { parseObjects } from '../../checks/read-manifests';
import { listener } from '../../checks/references/listener';
import { namespace } from '../../checks/references/namespace';
import { oneWorker } from '../../checks/workloads/one-worker';
import type { Manifests } from '../../checks/manifest';
import { namespaces } from '../../config/names';

const of = (...objects: readonly object[]): Manifests => ({
  environment: 'dev',
  objects: objects.flatMap((object) => parseObjects(JSON.stringify(object), 'manifests/dev/a.yaml')),
});
const problems = (check: Check, ...objects: readonly object[]): readonly string[] => check.violationsIn(of(...objects)).map(({ problem }) => problem);

const workload = (
  kind: string,
  name: string,
  container: object = {},
  { place = 'shop', ...spec }: { readonly place?: string; readonly replicas?: number } = {},
): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: place },
  spec: {
    ...spec,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: `${name}:1`, ...container }] } },
  },
});
const env = (variables: Readonly<Record<string, string>>): object => ({ env: Object.entries(variables).map(([name, value]) => ({ name, value })) });

describe('violations for an evicting vertical autoscaler', () => {
  const vertical = (updateMode: string): object => ({
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, updatePolicy: { updateMode } },
  });

  test.each<[string, { readonly replicas?: number }, string, number]>([
    ['one pod that is not stated', {}, 'Recreate', 1],
    ['one pod', { replicas: 1 }, 'Recreate', 1],
    ['two pods', { replicas: 2 }, 'Recreate', 0],
    ['one pod, and it waits for the next start', { replicas: 1 }, 'Initial', 0],
  ])('of a workload with %s', (_, spec, mode, count) => {
    expect(problems(evictedSingleton, workload('Deployment', 'web', {}, spec), vertical(mode))).toHaveLength(count);
  });
});

describe('a violation is a route whose host names overlap with no listener:', () => {
  const attached = (hostname: string | undefined, wanted: readonly string[]): number =>
    problems(
      listener,
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'edge', namespace: 'shop' },
        spec: { gatewayClassName: 'a', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', hostname }] },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { parentRefs: [{ name: 'edge' }], hostnames: wanted },
      },
    ).length;

  test.each<[string | undefined, readonly string[], number]>([
    ['api.lyo.example', ['api.lyo.example'], 0],
    ['*.lyo.example', ['api.lyo.example'], 0],
    ['api.lyo.example', ['*.lyo.example'], 0],
    [undefined, ['api.lyo.example'], 0],
    ['api.lyo.example', [], 0],
    ['api.lyo.example', ['other.lyo.example'], 1],
    ['api.lyo.example', ['*.other.example'], 1],
    ['*.lyo.example', ['api.other.example'], 1],
    ['api.lyo.example', ['other.example', 'api.lyo.example'], 0],
  ])('%s and %j', (hostname, wanted, count) => expect(attached(hostname, wanted)).toBe(count));
});

test('an object in an undeclared namespace is reported with the declared ones, or that there are none', () => {
  expect(problems(namespace, workload('Deployment', 'web'))).toEqual([expect.stringContaining('declared are none')]);
  const other = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } };
  expect(problems(namespace, other, workload('Deployment', 'web'))).toEqual([expect.stringContaining('declared are other')]);
});

describe('violations for more than one worker', () => {
  const several = (variables: Readonly<Record<string, string>>): number =>
    problems(oneWorker, workload('Deployment', 'web', env({ ...variables, WEB_CONCURRENCY: '4' }))).length;

  test.each<[string, Readonly<Record<string, string>>, number]>([
    ['with the instrumentation that our program starts', { LYO_INSTRUMENTATION: 'x' }, 1],
    ['with one on the path of Python', { PYTHONPATH: '/a:/otel/opentelemetry' }, 1],
    ['with another path', { PYTHONPATH: '/a' }, 0],
    ['with its name elsewhere', { NOTE: 'opentelemetry' }, 0],
    ['without any', {}, 0],
  ])('%s', (_, variables, count) => expect(several(variables)).toBe(count));
});

test('every node has the pods of GKE and one of each DaemonSet, and a DaemonSet is no group of pods', () => {
  const demand = demandAt(of(workload('DaemonSet', 'agent'), workload('Deployment', 'web')), 'rest');
  expect(demand.everyNode.pods).toBe(nodeAgents.length + 1);
  expect(demand.groups.map(({ name }) => name)).not.toContain('DaemonSet shop/agent');
});

test('a console is recognized by its image anywhere, and by its name among the components, with or without a label', () => {
  const found = (...objects: readonly object[]): readonly string[] => consoles(of(...objects)).map(({ object }) => object.name);
  expect(found(workload('Deployment', 'grafana', { image: 'mine:1' }, { place: namespaces.observability }))).toEqual(['grafana']);
  expect(found(workload('Deployment', 'grafana', { image: 'mine:1' }, { place: 'shop' }))).toEqual([]);
  expect(found(workload('Deployment', 'web', { image: 'mine:1' }, { place: namespaces.observability }))).toEqual([]);
});

describe('a port number is a violation in what leads to a scaled workload, and in nothing else', () => {
  const autoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [
        {
          type: 'Object',
          object: { metric: { name: 'a' }, describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' }, target: { type: 'Value', value: '1' } },
        },
      ],
    },
  };
  const policy = (podSelector: object): object => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'in', namespace: 'shop' },
    spec: { podSelector, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 8000 }] }] },
  });
  const service = (selector: object, port: object): object => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'in', namespace: 'shop' },
    spec: { selector, ports: [{ port: 80, ...port }] },
  });
  const healthCheck = {
    apiVersion: 'networking.gke.io/v1',
    kind: 'HealthCheckPolicy',
    metadata: { name: 'in', namespace: 'shop' },
    spec: { default: { config: { httpHealthCheck: { port: 8000 } } }, targetRef: { group: '', kind: 'Service', name: 'in' } },
  };
  const both = { tier: 'front' };
  const labelled = (name: string): object => {
    const object = workload('Deployment', name) as { readonly spec: { readonly template: object } };
    const template = { ...object.spec.template, metadata: { labels: { app: name, ...both } } };
    return { ...object, spec: { ...object.spec, template } };
  };

  describe.each<[string, Readonly<Record<string, string>>, number]>([
    ['a scaled workload', { app: 'web' }, 1],
    ['a scaled workload and one that is not', both, 1],
    ['only one that is not scaled', { app: 'fixed' }, 0],
    ['nothing', { app: 'nobody' }, 0],
  ])('that leads to %s', (_, labels, count) => {
    test.each<[string, readonly object[]]>([
      ['by a network policy', [policy({ matchLabels: labels })]],
      ['by a Service', [service(labels, { targetPort: 8000 })]],
      ['by the health check of a Service', [service(labels, { targetPort: 'http' }), healthCheck]],
    ])('%s', (__, objects) => {
      expect(problems(portByName, labelled('fixed'), labelled('web'), autoscaler, ...objects)).toHaveLength(count);
    });
  });
});

/** A Deployment that mounts one configuration file, and other objects. */
const reads = (file: object, ...others: readonly object[]): Manifests => {
  const container = { name: 'reader', image: 'reader:1', volumeMounts: [{ name: 'files', mountPath: '/etc/reader' }] };
  const pod = { containers: [container], volumes: [{ name: 'files', configMap: { name: 'files' } }] };
  const labels = { app: 'reader' };
  return of(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'reader', namespace: 'shop' },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'files', namespace: 'shop' }, data: { 'config.yaml': JSON.stringify(file) } },
    ...others,
  );
};

test('a relabeling over a label that is unknown before the cluster runs drops no target', () => {
  const ports = { ports: [{ name: 'http', containerPort: 8000 }] };
  const found = (relabel: object): number => {
    const job = { job_name: 'pods', kubernetes_sd_configs: [{ role: 'pod' }], relabel_configs: [relabel] };
    const manifests = reads({ scrape_configs: [job] }, workload('Deployment', 'web', ports));
    return scrapeJobs(manifests).flatMap((one) => targetsOf(manifests, one)).length;
  };
  const named = '__meta_kubernetes_pod_container_port_name';
  expect(found({ source_labels: [named], regex: 'grpc', action: 'keep' })).toBe(0);
  expect(found({ source_labels: [named, '__meta_kubernetes_pod_ip'], regex: 'http;10\\..+', action: 'keep' })).toBe(1);
  expect(found({ source_labels: ['__meta_kubernetes_pod_ip'], regex: '10\\..+', action: 'keep' })).toBe(1);
});

test('an adapter rule discovers a series without the label if its matcher accepts an absent label', () => {
  const recording = { record: 'wanted', expr: 'sum by (pod) (up)', labels: { workload: 'web' } };
  const found = (seriesQuery: string): number => {
    const manifests = reads({ groups: [{ name: 'a', rules: [recording] }], rules: [{ seriesQuery, metricsQuery: 'wanted' }] });
    return adapterConfigurations(manifests).flatMap(({ rules }) => rules.flatMap((rule) => discovered(manifests, rule))).length;
  };
  expect(found('wanted{tier=""}')).toBe(1);
  expect(found('wanted{workload="web"}')).toBe(1);
  expect(found('wanted{tier="a"}')).toBe(0);
});
