import { valueAt } from '../../config/record';
import { seconds } from '../../config/quantities';
import { environmentWith } from '../environment-with';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';
import { type Changes } from '../altered';

const tiers: Changes = { 'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 6 }, gateways: 2 } };
const [single, tiered] = [objectsOf(environmentWith()), objectsOf(environmentWith(tiers))];
const pods: readonly (readonly [string, KubernetesObject])[] = [
  ['the only gateway', only(single, 'StatefulSet', 'otel-gateway')],
  ['a gateway behind agents', only(tiered, 'StatefulSet', 'otel-gateway')],
  ['an agent', only(tiered, 'Deployment', 'otel-agent')],
];
const container = ({ spec }: KubernetesObject): unknown => valueAt(spec, 'template.spec.containers[0]');
const policy = (objects: readonly KubernetesObject[], name: string, direction: 'ingress' | 'egress'): string =>
  JSON.stringify(valueAt(only(objects, 'NetworkPolicy', name).spec, direction));

test.each(pods)('%s sets the memory limit of the Go runtime below that of its container', (_, pod) => {
  const variables = valueAt(container(pod), 'env') as readonly { readonly name: string; readonly value?: string }[];
  const limit = parseInt(String(valueAt(container(pod), 'resources.limits.memory')), 10);
  // 80 % of the limit, in whole mebibytes
  expect(variables.find(({ name }) => name === 'GOMEMLIMIT')?.value).toBe(`${Math.floor(0.8 * limit)}MiB`);
});

test.each(pods)('%s may take three times as long to start as it waits for the list of pods, and is killed only after a minute', (_, pod) => {
  const lasts = (probe: string): number =>
    Number(valueAt(container(pod), `${probe}.periodSeconds`)) * Number(valueAt(container(pod), `${probe}.failureThreshold`) ?? 3);
  // wait_for_metadata_timeout, constructs/collector/identity.ts
  expect(lasts('startupProbe')).toBeGreaterThan(3 * seconds('30s'));
  expect(lasts('livenessProbe')).toBeGreaterThanOrEqual(60);
});

test.each(pods.slice(0, 2))('%s has its queue on a volume of its own', (_, pod) => {
  const [claim] = valueAt(pod.spec, 'volumeClaimTemplates') as readonly KubernetesObject[];
  expect(valueAt(container(pod), 'volumeMounts')).toContainEqual({ name: claim?.metadata.name, mountPath: '/var/lib/otelcol' });
});

test('agents have no volume: they hold spans only for a moment', () => {
  expect(valueAt(only(tiered, 'Deployment', 'otel-agent').spec, 'template.spec.volumes')).toEqual([expect.objectContaining({ configMap: expect.anything() })]);
});

test('every gateway has an address of its own behind one name, which the agents resolve', () => {
  expect(valueAt(only(tiered, 'Service', 'otel-gateway-headless').spec, 'clusterIP')).toBe('None');
  const config = tiered.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('otel-agent-'));
  expect(config?.data?.['config.yaml']).toContain('hostname: otel-gateway-headless.lyo-observability.svc');
});

test('a gateway takes spans from the agents alone; without agents, from the workloads', () => {
  expect(policy(tiered, 'otel-gateway', 'ingress')).not.toContain('lyo-backend');
  expect(policy(tiered, 'otel-gateway', 'ingress')).toContain('otel-agent');
  expect(policy(single, 'otel-gateway', 'ingress')).toContain('lyo-backend');
});

test('a tier of several pods may lose one pod at a time', () => {
  for (const name of ['otel-agent', 'otel-gateway']) expect(valueAt(only(tiered, 'PodDisruptionBudget', name).spec, 'maxUnavailable')).toBe(1);
  expect(single.filter(({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.name.startsWith('otel-'))).toEqual([]);
});

test('only collectors that list pods from the API server may read pods', () => {
  const readers = (objects: readonly KubernetesObject[]): readonly string[] =>
    objects.filter(({ kind, metadata }) => kind === 'RoleBinding' && metadata.name.includes('otel-')).map(({ metadata }) => metadata.name);
  expect(readers(single)).toEqual(['lyo-observability-otel-gateway']);
  expect(readers(tiered)).toEqual(['lyo-observability-otel-agent']);
});
