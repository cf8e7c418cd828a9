/** Defaults of Kubernetes for fields that are left out, and texts in messages. */
import { budgetText } from '../../../checks/objects/disruption-budget';
import { lasting, longestStart } from '../../../checks/objects/container';
import { lowerBound } from '../../../checks/capacity/lower-bound';
import { allocatable, guaranteed } from '../../../checks/capacity/allocatable';
import { foreignEntries } from '../../../checks/cis/manifest-checks/public-entries';
import { parseObjects } from '../../../checks/read-manifests';
import { machineTypes } from '../../../config/google/machine-types';

const selector = { matchLabels: {}, matchExpressions: [] };

test('a disruption budget is shown by its bound', () => {
  expect(budgetText({ minAvailable: 1, selector })).toBe('minAvailable 1');
  expect(budgetText({ minAvailable: null, maxUnavailable: '10%', selector })).toBe('maxUnavailable 10%');
  expect(budgetText({ selector })).toBe('maxUnavailable not stated');
});

test('a probe fails after the defaults of Kubernetes: three times, ten seconds apart', () => {
  expect(lasting(undefined)).toBe(0);
  expect(lasting(null)).toBe(0);
  expect(lasting({})).toBe(30);
  expect(lasting({ initialDelaySeconds: 5, periodSeconds: 2, failureThreshold: 4 })).toBe(13);
  expect(longestStart({ startupProbe: { failureThreshold: 6 }, readinessProbe: {} })).toBe(90);
});

test('the lower bound of nodes follows from sums, the number of pods and large pods, and is 0 without pods', () => {
  const node = { cpu: 1000, memory: 1000, pods: 10 };
  const of = (count: number, cpu: number, memory: number): readonly { readonly cpu: number; readonly memory: number }[] =>
    Array.from({ length: count }, () => ({ cpu, memory }));
  expect(lowerBound([], node)).toBe(0);
  expect(lowerBound(of(1, 10, 10), node)).toBe(1);
  expect(lowerBound(of(5, 400, 10), node)).toBe(2);
  expect(lowerBound(of(5, 10, 400), node)).toBe(2);
  expect(lowerBound(of(21, 1, 1), node)).toBe(3);
  expect(lowerBound(of(4, 501, 1), node)).toBe(4);
  expect(lowerBound(of(4, 500, 1), node)).toBe(2);
});

test('the allocatable memory of a node with 32 GiB, worked out by hand', () => {
  // kernel: 32768 / 64 + 16 + 64 = 592; GKE: 4000 · 25 % + 4000 · 20 % + 8000 · 10 % + 16768 · 6 % = 3606; eviction 100
  const machine = machineTypes['e2-standard-8'];
  if (machine === undefined) throw new Error('the machine type must be known');
  expect(allocatable(machine).memory).toBe(32_768 - 592 - 3606 - 100);
  // image streaming reserves a twenty-fifth of what GKE reserves: 3606.08 / 25 = 144.24
  const [without, streaming] = [false, true].map((imageStreaming) => guaranteed(machine, { imageStreaming }).memory);
  expect((without ?? 0) - (streaming ?? 0)).toBeGreaterThanOrEqual(144);
  expect((without ?? 0) - (streaming ?? 0)).toBeLessThanOrEqual(145);
});

describe('an Ingress whose TLS ends at a controller of the cluster is judged by a person:', () => {
  const ingress = (spec: object, annotations: object = {}, kind = 'Ingress'): readonly string[] =>
    foreignEntries({
      environment: 'dev',
      objects: parseObjects(JSON.stringify({ apiVersion: 'networking.k8s.io/v1', kind, metadata: { name: 'a', namespace: 'b', annotations }, spec }), 'a.yaml'),
    }).map(({ value }) => value);
  const tls = [{ secretName: 'one' }];

  test.each<[string, readonly string[], readonly string[]]>([
    ['of another class, with a certificate for all', ingress({ ingressClassName: 'nginx', tls }), ['nginx']],
    ['of another class by its annotation', ingress({ tls }, { 'kubernetes.io/ingress.class': 'nginx' }), ['another class']],
    ['not one of Google', ingress({ ingressClassName: 'gce', tls }), []],
    ['not one of Google by its annotation', ingress({ tls }, { 'kubernetes.io/ingress.class': 'gce-internal' }), []],
    ['not one without a class', ingress({ tls }), []],
    ['not one without TLS', ingress({ ingressClassName: 'nginx', tls: [] }), []],
    ['not one with a name that has no certificate', ingress({ ingressClassName: 'nginx', tls: [...tls, { hosts: ['a.example'] }] }), []],
    ['not a class of Ingresses', ingress({ ingressClassName: 'nginx', tls }, {}, 'IngressClass'), []],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});
