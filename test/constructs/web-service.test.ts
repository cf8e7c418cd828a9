import { valueAt } from '../../config/record';
import { WebService, type WebServiceProps } from '../../constructs/web-service';
import { setupOf } from '../../config/container';
import type { Sizing } from '../../config/sizing';
import { everySetting } from '../fixtures/container-settings';
import { kindsOf, only } from '../kubernetes-object';
import { rendered } from './rendered';

const sizing: Sizing = {
  cpu: { request: '250m', limit: '1000m', min: '100m', max: '2000m' },
  memory: { request: '384Mi', limit: '512Mi', min: '256Mi', max: '1024Mi' },
};

/** Every prop, so that a new one does not compile until it is tested here. */
const props: Required<WebServiceProps> = {
  name: 'shop-web',
  image: 'docker.example/shop/web:1.2.3',
  project: 'shop-production',
  port: 8123,
  env: { LOG_LEVEL: 'debug', REGION: 'eu' },
  // tested separately below
  setup: setupOf({}),
  sizing,
  sidecars: [],
  liveRoute: '/live',
  readyRoute: '/ready',
  lifecycle: {
    start: { usual: '90s', longest: '301s' },
    readiness: { period: '7s', timeout: '4s', failures: 5 },
    liveness: { period: '15s', timeout: '6s', failures: 8 },
    progressDeadline: '700s',
  },
  injection: {
    program: { folder: '/opt/start', files: { 'start.py': 'print()' } },
    initContainers: [{ name: 'copy', image: 'docker.example/tracing:3' }],
    volumes: [{ name: 'tracing', emptyDir: {} }],
    mounts: [{ name: 'tracing', mountPath: '/opt/tracing', readOnly: true }],
    env: [{ name: 'TRACED', value: 'yes' }],
  },
  ports: { grpc: 50_051, metrics: 9100 },
  callable: { grpc: 50_051 },
  tunables: { configMap: 'shop-web-tunables', folder: '/etc/shop' },
  shutdown: { drain: '12s', grace: '34s' },
  rollout: { surge: 25, settle: '30s' },
  annotations: { 'example.com/note': 'x' },
  from: [
    { peer: { kind: 'namespace', namespace: 'edge' }, ports: ['http'] },
    { peer: { kind: 'addresses', cidrs: ['35.191.0.0/16'] }, ports: ['http', 'grpc'] },
  ],
  toNames: [],
  to: [{ peer: { kind: 'addresses', cidrs: ['10.0.0.0/24'] }, ports: [5432] }],
};

const objects = rendered((chart) => new WebService(chart, 'web-service', props));
const labels = { 'app.kubernetes.io/name': 'shop-web' };
const deployment = only(objects, 'Deployment');
const pod = valueAt(deployment, 'spec.template.spec');
const container = valueAt(pod, 'containers[0]');

test('a web service is a Deployment with all its accompanying objects, under one name and in the namespace of its chart', () => {
  expect(kindsOf(objects)).toEqual(['ConfigMap', 'Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount']);
  const named = objects.filter(({ kind }) => kind !== 'ConfigMap').map(({ metadata: { name, namespace } }) => `${namespace ?? ''}/${name}`);
  expect(new Set(named)).toEqual(new Set(['shop/shop-web']));
});

test('the Deployment states no replicas, because each apply would reset those of the autoscaler', () => {
  expect(deployment.spec).not.toHaveProperty('replicas');
});

test('all selectors use one label, because selectors are immutable and other labels of the chart may change', () => {
  expect(valueAt(deployment, 'spec.selector')).toEqual({ matchLabels: labels });
  expect(valueAt(deployment, 'spec.template.metadata.labels')).toEqual(labels);
  expect(valueAt(only(objects, 'Service'), 'spec.selector')).toEqual(labels);
  expect(valueAt(only(objects, 'PodDisruptionBudget'), 'spec.selector')).toEqual({ matchLabels: labels });
  expect(valueAt(only(objects, 'NetworkPolicy'), 'spec.podSelector')).toEqual({ matchLabels: labels });
});

test('a release adds a surge, lets each new pod settle, and has failed after a node start, the longest pod start and the settling', () => {
  const { progressDeadline: _stated, ...unstated } = props.lifecycle;
  const computed = only(
    rendered((chart) => new WebService(chart, 'web-service', { ...props, lifecycle: unstated })),
    'Deployment',
  );
  expect(computed.spec).toMatchObject({
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    minReadySeconds: 30,
    // 240 for a node, 301 to start by whole probe periods, 5 · 7 to be ready, 30 to settle: 606 and at most one period, in whole minutes
    progressDeadlineSeconds: 660,
  });
});

test('its container follows the props: image, port, settings, requests and limits', () => {
  expect(container).toMatchObject({
    name: 'shop-web',
    image: 'docker.example/shop/web:1.2.3',
    imagePullPolicy: 'IfNotPresent',
    ports: [
      { name: 'http', containerPort: 8123, protocol: 'TCP' },
      { name: 'grpc', containerPort: 50051, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9100, protocol: 'TCP' },
    ],
    env: [
      { name: 'LOG_LEVEL', value: 'debug' },
      { name: 'REGION', value: 'eu' },
      { name: 'TRACED', value: 'yes' },
    ],
    resources: { requests: { cpu: '250m', memory: '384Mi' }, limits: { cpu: '1000m', memory: '512Mi' } },
  });
});

test('the start program of the instrumentation is an immutable ConfigMap named by its content, so that a changed program is a rollout', () => {
  const files = only(objects, 'ConfigMap');
  expect(files).toMatchObject({ data: { 'start.py': 'print()' }, immutable: true });
  expect(files.metadata.name).toMatch(/^shop-web-instrumentation-[0-9a-f]{10}$/);
});

test('a variable of the injection occurs once, with its value', () => {
  const both = { ...props, env: { ...props.env, TRACED: 'no' } };
  const changed = only(
    rendered((chart) => new WebService(chart, 'web-service', both)),
    'Deployment',
  );
  expect(valueAt(changed, 'spec.template.spec.containers[0].env')).toEqual(valueAt(container, 'env'));
});

test('a release has failed after the stated time without progress', () => {
  expect(valueAt(deployment, 'spec.progressDeadlineSeconds')).toBe(700);
});

test('probes have the periods of the lifecycle, and the startup probe lasts for the longest start', () => {
  const http = (path: string) => ({ httpGet: { path, port: 'http' } });
  expect(container).toMatchObject({
    // 151 attempts every 2 s are 302 s
    startupProbe: { ...http('/live'), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 151 },
    readinessProbe: { ...http('/ready'), periodSeconds: 7, timeoutSeconds: 4, failureThreshold: 5 },
    livenessProbe: { ...http('/live'), periodSeconds: 15, timeoutSeconds: 6, failureThreshold: 8 },
  });
});

test('a start that stays busy is not probed earlier, and the startup probe ends no later', () => {
  const busy = { ...props, lifecycle: { ...props.lifecycle, start: { ...props.lifecycle.start, busy: '25s' } } } as const;
  const changed = only(
    rendered((chart) => new WebService(chart, 'web-service', busy)),
    'Deployment',
  );
  // 25 s and 138 attempts every 2 s are 301 s
  expect(valueAt(changed, 'spec.template.spec.containers[0].startupProbe')).toMatchObject({ initialDelaySeconds: 25, periodSeconds: 2, failureThreshold: 138 });
  expect(container).not.toHaveProperty('startupProbe.initialDelaySeconds');
});

test('a stopping pod goes on serving while it drains, and has its whole grace period', () => {
  // `sleep` is newer than the typed API, which would render an empty `preStop`
  expect(valueAt(container, 'lifecycle')).toEqual({ preStop: { sleep: { seconds: 12 } } });
  expect(valueAt(pod, 'terminationGracePeriodSeconds')).toBe(34);
});

test('the pod meets the restricted Pod Security Standard, with a read-only root', () => {
  expect(valueAt(pod, 'securityContext')).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 65534,
    runAsGroup: 65534,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(valueAt(container, 'securityContext')).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(valueAt(container, 'volumeMounts')).toEqual([
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'tunables', mountPath: '/etc/shop', readOnly: true },
    { name: 'tracing', mountPath: '/opt/tracing', readOnly: true },
    { name: 'instrumentation', mountPath: '/opt/start', readOnly: true },
  ]);
  expect(valueAt(pod, 'volumes')).toEqual([
    { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
    { name: 'tunables', configMap: { name: 'shop-web-tunables', optional: true } },
    { name: 'tracing', emptyDir: {} },
    { name: 'instrumentation', configMap: { name: only(objects, 'ConfigMap').metadata.name } },
  ]);
  expect(valueAt(pod, 'initContainers')).toEqual([{ name: 'copy', image: 'docker.example/tracing:3' }]);
});

test('the pod has no token for an API that it does not use', () => {
  expect(pod).toMatchObject({ serviceAccountName: 'shop-web', automountServiceAccountToken: false, enableServiceLinks: false });
  expect(only(objects, 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
});

test('pods spread over zones, then nodes, within their own rollout; a pod in the wrong place is better than no pod', () => {
  expect(valueAt(pod, 'topologySpreadConstraints')).toEqual(
    ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: labels },
      matchLabelKeys: ['pod-template-hash'],
    })),
  );
});

test('the Service has port 80 and the ports that others may call, and targets container ports by name', () => {
  expect(only(objects, 'Service').spec).toMatchObject({
    type: 'ClusterIP',
    ports: [
      { name: 'http', port: 80, targetPort: 'http', protocol: 'TCP', appProtocol: 'http' },
      { name: 'grpc', port: 50_051, targetPort: 'grpc', protocol: 'TCP' },
    ],
  });
});

test('a node drain may evict a tenth of the pods, and never waits for a broken one', () => {
  // Kubernetes rounds up: of the minimum of 2 pods, ceil(0.2) = 1 may be evicted, so a drain is never blocked
  expect(only(objects, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: '10%', unhealthyPodEvictionPolicy: 'AlwaysAllow' });
});

test('only named peers may connect, each to its named ports, and it reaches only named destinations', () => {
  expect(only(objects, 'NetworkPolicy').spec).toMatchObject({
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } }], ports: [{ protocol: 'TCP', port: 'http' }] },
      {
        from: [{ ipBlock: { cidr: '35.191.0.0/16' } }],
        ports: [
          { protocol: 'TCP', port: 'http' },
          { protocol: 'TCP', port: 'grpc' },
        ],
      },
    ],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 5432 }] }],
  });
});

test('command, user, variables, files and scratch folders of a workload are added to what every web service has', () => {
  const stated = rendered((chart) => new WebService(chart, 'web-service', { ...props, env: everySetting.env, setup: setupOf(everySetting) }));
  const template = valueAt(only(stated, 'Deployment'), 'spec.template.spec');
  const [files] = stated.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('shop-web-files-'));
  expect(valueAt(template, 'containers[0]')).toMatchObject({ command: everySetting.command, args: everySetting.args });
  // $(POD_IP) and $(DATABASE_PASSWORD) refer to earlier variables
  expect((valueAt(template, 'containers[0].env') as { name: string }[]).map(({ name }) => name)).toEqual([
    'POD_IP',
    'WORKER_MEMORY',
    'DATABASE_PASSWORD',
    'PAYMENT_KEY_FILE',
    'PAYMENT_WEBHOOK_FILE',
    'MAIL_KEY',
    'SIGNING_KEY_FILE',
    'LOG_LEVEL',
    'DATABASE_URL',
    'TRACED',
  ]);
  expect(valueAt(template, 'securityContext')).toMatchObject({ runAsUser: 10_001, runAsGroup: 10_001, fsGroup: 10_001, runAsNonRoot: true });
  expect((valueAt(template, 'volumes') as { name: string }[]).map(({ name }) => name)).toEqual([
    'tmp',
    'scratch-1',
    'files',
    'secrets',
    'google-secrets',
    'tunables',
    'tracing',
    'instrumentation',
  ]);
  expect(valueAt(template, 'volumes[2].configMap.name')).toBe(files?.metadata.name);
  expect(files).toMatchObject({ immutable: true, data: { 'srv-feature_5fflags.json': '{}\n' } });
  expect(only(stated, 'ServiceAccount')).toMatchObject({ secrets: [{ name: 'shop-database' }, { name: 'shop-payment' }] });
});

test('the ServiceAccount of a web service without Secrets names none', () => {
  expect(only(objects, 'ServiceAccount')).not.toHaveProperty('secrets');
});
