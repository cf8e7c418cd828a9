import { valueAt } from '../../config/record';
import { synthesize } from '../../charts/synthesis';
import { copiedNames } from '../../config/budgets/copied-series';
import { jobs, type Job } from '../../config/telemetry';
import { environmentWith, managedCopy, secondWorkload } from '../environment-with';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';

const gauge = { type: 'gauge', title: 'Waiting', unit: 'orders' };
const measured = {
  'telemetry.applicationMetrics': [
    { ...gauge, workload: 'backend', name: 'carts_waiting' },
    { ...gauge, workload: 'orders', name: 'orders_waiting' },
  ],
};

const objects = objectsOf(environmentWith({ ...managedCopy, ...secondWorkload, ...measured }));
const monitorings = objects.filter(({ apiVersion }) => apiVersion === 'monitoring.googleapis.com/v1');

function endpoint({ spec }: KubernetesObject): unknown {
  return valueAt(spec, 'endpoints[0]');
}

/** The ingress rules of a NetworkPolicy, as text. */
function ingress(name: string): string {
  return JSON.stringify(valueAt(only(objects, 'NetworkPolicy', name).spec, 'ingress'));
}

test('nothing is generated for Google while the copy is off', () => {
  expect(JSON.stringify(synthesize(environmentWith()))).not.toMatch(/googleapis\.com\/v1|gmp-system|managed-prometheus/);
});

/** Scraped by Prometheus alone: the adapter answers only with a permission of the API server, and Grafana may trust the user name in a header of whoever connects. */
const notCopied: readonly Job[] = [jobs.metricsAdapter, jobs.grafana];

test('every job of the telemetry contract but two is collected, under its name: queries select by it', () => {
  const names = monitorings.map(({ metadata }) => metadata.name);
  expect(new Set(names)).toEqual(new Set([...Object.values(jobs).filter((job) => !notCopied.includes(job)), 'prometheus-recorded']));
});

test('each keeps only metrics of the telemetry contract, at the interval of the copy, and a target is limited by the cardinality budget', () => {
  for (const monitoring of monitorings.filter(({ metadata: { name } }) => name !== jobs.application && name !== 'prometheus-recorded')) {
    const job = Object.values(jobs).find((known) => known === monitoring.metadata.name);
    expect(job).toBeDefined();
    expect(endpoint(monitoring)).toMatchObject({
      interval: '60s',
      metricRelabeling: [{ sourceLabels: ['__name__'], regex: copiedNames(job!).join('|'), action: 'keep' }],
    });
    // the limit of dev, and 4,000 + 1,000 (steps) + 400 + 1,500 + 200 for the second workload
    expect(valueAt(monitoring.spec, 'limits')).toEqual({ samples: 20_800 });
  }
});

test('series that describe other pods keep their namespace, which a PodMonitoring would overwrite', () => {
  const { metadata, spec } = only(monitorings, 'ClusterPodMonitoring', jobs.kubeStateMetrics);
  expect(metadata.namespace).toBeUndefined();
  // absent or null would add labels
  expect(spec).toMatchObject({ targetLabels: { metadata: [] } });
  expect(monitorings.filter(({ kind }) => kind === 'ClusterPodMonitoring').map(({ metadata: { name } }) => name)).toEqual([
    jobs.kubeStateMetrics,
    'prometheus-recorded',
  ]);
});

test('kubelets are scraped on the same paths as by Prometheus', () => {
  const paths = monitorings.filter(({ kind }) => kind === 'ClusterNodeMonitoring').map((node) => [node.metadata.name, valueAt(endpoint(node), 'path')]);
  expect(paths).toEqual([
    [jobs.kubelet, '/metrics/resource'],
    [jobs.kubeletSelf, '/metrics'],
  ]);
});

test('applications are scraped in their own namespaces, for the configured metrics, with the same labels as by Prometheus', () => {
  const applications = monitorings.filter(({ metadata: { name } }) => name === jobs.application);
  expect(applications.map(({ metadata, spec }) => [metadata.namespace, valueAt(spec, 'selector.matchExpressions[0].values')])).toEqual([
    ['lyo-backend', ['backend']],
    ['lyo-orders', ['orders']],
  ]);
  for (const application of applications) {
    expect(application.spec).toMatchObject({ targetLabels: { metadata: ['pod'], fromPod: [{ from: 'app.kubernetes.io/name', to: 'workload' }] } });
    expect(endpoint(application)).toMatchObject({
      port: 'http',
      metricRelabeling: [{ sourceLabels: ['workload', '__name__'], regex: 'backend;carts_waiting|orders;orders_waiting', action: 'keep' }],
    });
  }
});

test('trends are federated from Prometheus, as often as it records them', () => {
  const recorded = endpoint(only(monitorings, 'ClusterPodMonitoring', 'prometheus-recorded'));
  expect(recorded).toMatchObject({ port: 9090, path: '/federate', interval: '240s' });
  const [match] = Object(valueAt(recorded, "params['match[]']")) as string[];
  for (const name of ['lyo:ready_replicas', 'lyo:trend:requests', 'lyo:trend:cost_per_hour', 'lyo:objective_budget:ratio']) {
    expect(new RegExp(`[|"]${name}[|"]`).test(match ?? '')).toBe(true);
  }
});

test("Google's collectors may connect where Prometheus may, and to Prometheus itself", () => {
  for (const name of ['otel-gateway', 'jaeger', 'kube-state-metrics', 'alertmanager', 'prometheus', 'backend', 'orders']) {
    expect([name, ingress(name).includes('gmp-system')]).toEqual([name, true]);
  }
  for (const name of ['grafana', 'prometheus-adapter', 'managed-prometheus']) expect([name, ingress(name).includes('gmp-system')]).toEqual([name, false]);
});

describe('the frontend through which Grafana queries Google', () => {
  const deployment = only(objects, 'Deployment', 'managed-prometheus').spec;

  it('queries its own project with its Google service account, without a token of Kubernetes', () => {
    expect(valueAt(deployment, 'template.spec.containers[0].args')).toEqual(['--web.listen-address=:9090', '--query.project-id=lyo-platform-dev']);
    expect(deployment).toMatchObject({ template: { spec: { serviceAccountName: 'managed-prometheus', automountServiceAccountToken: false } } });
  });

  it('is reached by Grafana alone, and reaches Google', () => {
    expect(valueAt(only(objects, 'NetworkPolicy', 'managed-prometheus').spec, 'ingress')).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'lyo-observability' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'grafana' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 9090 }],
      },
    ]);
    expect(JSON.stringify(valueAt(only(objects, 'NetworkPolicy', 'grafana').spec, 'egress'))).toContain('managed-prometheus');
  });

  it('is a second data source of Grafana', () => {
    const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && /^grafana-[0-9a-f]{10}$/.test(metadata.name));
    expect(config?.data?.['datasources.yaml']).toContain('http://managed-prometheus.lyo-observability.svc:9090');
  });
});
