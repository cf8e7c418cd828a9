import type { k8s } from 'cdk8s-plus-28';
import { valueAt } from '../../config/record';
import type { Sizing } from '../../config/sizing';
import { PlatformDeployment, type PlatformDeploymentProps } from '../../constructs/platform-deployment';
import { kindsOf, only } from '../kubernetes-object';
import { rendered } from './rendered';

const sizing: Sizing = {
  cpu: { request: '50m', limit: '250m', min: '20m', max: '250m' },
  memory: { request: '128Mi', limit: '256Mi', min: '64Mi', max: '512Mi' },
};
const live: k8s.Probe = { exec: { command: ['live'] }, periodSeconds: 11 };
const ready: k8s.Probe = { exec: { command: ['ready'] }, periodSeconds: 12 };

/** Every prop, so that a new one does not compile until it is tested here. */
const props: Required<PlatformDeploymentProps> = {
  name: 'exporter',
  image: 'docker.example/exporter:v1',
  priorityClass: 'watchers',
  args: ['--port=8080', '--quiet'],
  env: [{ name: 'GOMEMLIMIT', value: '100MiB' }],
  replicas: 2,
  sizing,
  ports: { metrics: 8080, health: 8081 },
  probes: { live, ready },
  volumes: [{ volume: { name: 'config', configMap: { name: 'exporter-config' } }, mountPath: '/etc/exporter' }],
  scratch: { cache: '/var/cache/exporter' },
  user: 10001,
  gracePeriod: 17,
  drain: '6s',
  usesApiServer: true,
  zones: 'required',
  from: [{ peer: { kind: 'pods', namespace: 'watch', labels: { app: 'prometheus' } }, ports: [8080] }],
  to: [{ peer: { kind: 'namespace', namespace: 'kube-system' }, ports: [443] }],
};

const objects = rendered((chart) => new PlatformDeployment(chart, 'server', props));
const deployment = only(objects, 'Deployment');
const pod = valueAt(deployment, 'spec.template.spec');

test('a component is a Deployment with all its accompanying objects', () => {
  expect(kindsOf(objects)).toEqual(['Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount']);
});

test('its container follows the props', () => {
  expect(valueAt(pod, 'containers')).toEqual([
    {
      name: 'exporter',
      image: 'docker.example/exporter:v1',
      imagePullPolicy: 'IfNotPresent',
      args: ['--port=8080', '--quiet'],
      ports: [
        { name: 'metrics', containerPort: 8080, protocol: 'TCP' },
        { name: 'health', containerPort: 8081, protocol: 'TCP' },
      ],
      resources: {
        requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '32Mi' },
        limits: { cpu: '250m', memory: '256Mi', 'ephemeral-storage': '1024Mi' },
      },
      securityContext: expect.objectContaining({ readOnlyRootFilesystem: true, runAsNonRoot: true }),
      livenessProbe: live,
      readinessProbe: ready,
      env: [{ name: 'GOMEMLIMIT', value: '100MiB' }],
      lifecycle: { preStop: { sleep: { seconds: 6 } } },
      volumeMounts: [
        { name: 'config', mountPath: '/etc/exporter', readOnly: true },
        { name: 'cache', mountPath: '/var/cache/exporter' },
      ],
    },
  ]);
  expect(valueAt(pod, 'volumes')).toEqual([
    { name: 'config', configMap: { name: 'exporter-config' } },
    { name: 'cache', emptyDir: { sizeLimit: '256Mi' } },
  ]);
});

test('it has its user, priority class and grace period', () => {
  expect(pod).toMatchObject({ priorityClassName: 'watchers', terminationGracePeriodSeconds: 17, securityContext: { runAsUser: 10001 } });
});

test('it states its replicas, because nothing scales it, and has a token for the API server', () => {
  expect(deployment.spec).toMatchObject({ replicas: 2 });
  expect(pod).toMatchObject({ automountServiceAccountToken: true, serviceAccountName: 'exporter' });
});

test('each container port is a port of the Service, by the same name', () => {
  expect(valueAt(only(objects, 'Service'), 'spec.ports')).toEqual([
    { name: 'metrics', port: 8080, targetPort: 'metrics', protocol: 'TCP' },
    { name: 'health', port: 8081, targetPort: 'health', protocol: 'TCP' },
  ]);
});

test('it may connect, and be connected to, only as the props say', () => {
  expect(only(objects, 'NetworkPolicy').spec).toMatchObject({
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'watch' } }, podSelector: { matchLabels: { app: 'prometheus' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ],
    egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }], ports: [{ protocol: 'TCP', port: 443 }] }],
  });
});

test('one of two replicas may be evicted at a time', () => {
  expect(only(objects, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'exporter' } } });
});

test('a single replica has no disruption budget, which would either block every drain or have no effect', () => {
  const single = rendered((chart) => new PlatformDeployment(chart, 'server', { ...props, replicas: 1 }));
  expect(kindsOf(single)).not.toContain('PodDisruptionBudget');
});

test('without volumes it mounts none', () => {
  const { volumes: _, scratch: __, ...rest } = props;
  const plain = only(
    rendered((chart) => new PlatformDeployment(chart, 'server', rest)),
    'Deployment',
  );
  expect(valueAt(plain, 'spec.template.spec.volumes') ?? []).toEqual([]);
  expect(valueAt(plain, 'spec.template.spec.containers[0].volumeMounts') ?? []).toEqual([]);
});
