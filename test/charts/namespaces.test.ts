import fc from 'fast-check';
import { valueAt } from '../../config/record';
import { quotaOf } from '../../charts/quota';
import { namespaces } from '../../config/names';
import { type Changes } from '../altered';
import { environmentWith, firstWorkload, pubSubBacklog, secondWorkload } from '../environment-with';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';

const policy = 'workloads[0].scaling';

function inNamespace(objects: readonly KubernetesObject[], namespace: string): readonly KubernetesObject[] {
  return objects.filter(({ metadata }) => metadata.namespace === namespace);
}

test('every namespace enforces the restricted Pod Security Standard', () => {
  const spaces = objectsOf(environmentWith(secondWorkload)).filter(({ kind }) => kind === 'Namespace');
  expect(spaces.map(({ metadata: { name } }) => name)).toEqual(['lyo-backend', 'lyo-orders', 'lyo-observability']);
  for (const { metadata } of spaces) expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
});

test('every namespace denies all traffic but DNS', () => {
  const objects = objectsOf(environmentWith(secondWorkload));
  for (const namespace of ['lyo-backend', 'lyo-orders', 'lyo-observability']) {
    const { spec } = only(inNamespace(objects, namespace), 'NetworkPolicy', 'default-deny');
    expect(spec).toMatchObject({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(spec).not.toHaveProperty('ingress');
    const egress = valueAt(spec, 'egress') as readonly unknown[];
    expect(egress).toHaveLength(1);
    expect(valueAt(egress[0], 'ports')).toEqual([
      { protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 53 },
    ]);
  }
});

test('the gateway is the only way in', () => {
  const quota = only(inNamespace(objectsOf(environmentWith()), namespaces.backend), 'ResourceQuota');
  expect(quota.spec).toMatchObject({ hard: { 'services.loadbalancers': 0, 'services.nodeports': 0 } });
});

describe('the quota', () => {
  test('of the backend, worked out by hand', () => {
    // at most 50; 5 more (10 %) during a release; every 20 s five old pods stop and take 60 s, 3 · 5, and five of a corrected version: 20;
    // and ceil(10 % of 50) = 5 that terminate within one period of 60 s, which holds the grace of 60 s: 80 pods
    // of 250m and 384Mi, limits 1000m and 512Mi: 80 · 250 = 20000, 80 · 384 = 30720, 80 · 1000 = 80000, 80 · 512 = 40960;
    // ephemeral storage, requests 32Mi, limits 1024Mi: 80 · 32 = 2560, 80 · 1024 = 81920
    expect(quotaOf(environmentWith(), namespaces.backend)).toEqual({
      pods: 80,
      'requests.cpu': '20000m',
      'requests.memory': '30720Mi',
      'requests.ephemeral-storage': '2560Mi',
      'limits.cpu': '80000m',
      'limits.memory': '40960Mi',
      'limits.ephemeral-storage': '81920Mi',
    });
  });

  test('counts the terminating pods that the scaling policy can remove within their grace period', () => {
    // 25 pods each 15 s, and 60 s hold four such steps: 100, but there are only 50 to remove: 50 + 5 + 50
    const fast: Changes = { [`${policy}.behavior.down.percent`]: 50, [`${policy}.behavior.down.period`]: '15s' };
    expect(quotaOf(environmentWith(fast), namespaces.backend).pods).toBe(105);
    // 10 pods each 60 s rather than ceil(10 %) = 5: 50 + 5 + 20 + 10
    expect(quotaOf(environmentWith({ [`${policy}.behavior.down.pods`]: 10 }), namespaces.backend).pods).toBe(85);
  });

  test('counts the terminating pods of a release', () => {
    const withRollout = (surge: number, settle: string): number =>
      quotaOf(environmentWith({ 'workloads[0].rollout': { surge, settle } }), namespaces.backend).pods;
    // 3 more, 3 · (ceil(60 / 60) + 1) = 6 terminating, 5 scaled in
    expect(withRollout(6, '60s')).toBe(50 + 3 + 6 + 5);
    // without a pace every old pod may be terminating at once
    expect(withRollout(10, '0s')).toBe(50 + 5 + 50);
  });

  test('of the platform counts CPU requests at the most that the vertical autoscaler may set', () => {
    const { 'requests.cpu': before } = quotaOf(environmentWith(), namespaces.observability);
    const { 'requests.cpu': after } = quotaOf(environmentWith({ 'sizing.prometheus.cpu.max': '1500m' }), namespaces.observability);
    // Prometheus: one replica, also during a rollout; the bound is 500m above the former 1000m
    expect(Number.parseInt(after, 10) - Number.parseInt(before, 10)).toBe(500);
  });

  test('of the platform grows with a component that a scaling policy needs', () => {
    const { pods } = quotaOf(environmentWith(), namespaces.observability);
    const external = environmentWith({ [`${policy}.signals.external`]: [pubSubBacklog] });
    // two replicas, one more in a rollout, and both old ones terminating
    expect(quotaOf(external, namespaces.observability).pods).toBe(pods + 5);
  });

  /** Requests of all pods of a namespace with every autoscaler at its maximum, read from the manifests. */
  function largest(objects: readonly KubernetesObject[]): {
    readonly pods: number;
    readonly cpu: number;
    readonly memory: number;
    readonly cpuLimit: number;
    readonly memoryLimit: number;
  } {
    const total = { pods: 0, cpu: 0, memory: 0, cpuLimit: 0, memoryLimit: 0 };
    for (const object of objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')) {
      const autoscaler = objects.find(({ kind, spec }) => kind === 'HorizontalPodAutoscaler' && valueAt(spec, 'scaleTargetRef.name') === object.metadata.name);
      const replicas = Number(valueAt(autoscaler?.spec, 'maxReplicas') ?? valueAt(object.spec, 'replicas'));
      total.pods += replicas;
      for (const container of valueAt(object.spec, 'template.spec.containers') as readonly unknown[]) {
        const amount = (path: string): number => replicas * Number.parseInt(String(valueAt(container, `resources.${path}`)), 10);
        total.cpu += amount('requests.cpu');
        total.memory += amount('requests.memory');
        total.cpuLimit += amount('limits.cpu');
        total.memoryLimit += amount('limits.memory');
      }
    }
    return total;
  }

  const sizes = fc.record({
    maxReplicas: fc.integer({ min: 50, max: 200 }),
    cpu: fc.integer({ min: 100, max: 1000 }),
    memory: fc.integer({ min: 300, max: 512 }),
    two: fc.boolean(),
  });

  test('is at least the sum of the requests in the manifests with every autoscaler at its maximum, in every namespace', () => {
    fc.assert(
      fc.property(sizes, ({ maxReplicas, cpu, memory, two }) => {
        const objects = objectsOf(
          environmentWith({
            [`${policy}.maxReplicas`]: maxReplicas,
            'sizing.backend.cpu.request': `${cpu}m`,
            'sizing.backend.memory.request': `${memory}Mi`,
            // enough for the metrics of so many pods
            'sizing.prometheus.storage': '40960Mi',
            ...(two ? secondWorkload : {}),
          }),
        );
        for (const { metadata } of objects.filter(({ kind }) => kind === 'Namespace')) {
          const mine = inNamespace(objects, metadata.name);
          const parts = largest(mine);
          const hard = valueAt(only(mine, 'ResourceQuota').spec, 'hard');
          const at = (resource: string): number => Number.parseInt(String(valueAt(hard, `['${resource}']`)), 10);
          expect(at('pods')).toBeGreaterThanOrEqual(parts.pods);
          expect(at('requests.cpu')).toBeGreaterThanOrEqual(parts.cpu);
          expect(at('requests.memory')).toBeGreaterThanOrEqual(parts.memory);
          expect(at('limits.cpu')).toBeGreaterThanOrEqual(parts.cpuLimit);
          expect(at('limits.memory')).toBeGreaterThanOrEqual(parts.memoryLimit);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('the quota of a namespace counts only its own workloads', () => {
    const environment = environmentWith(secondWorkload);
    expect(quotaOf(environment, 'lyo-orders').pods).toBe(quotaOf(environment, firstWorkload(environment).namespace).pods);
  });
});

/** Without ConfigMaps named by their content, whose names change with any change. */
function lasting(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.map(({ kind, metadata: { namespace = '', name } }) => `${kind} ${namespace}/${name}`).filter((name) => !/-[0-9a-f]{10}$/.test(name));
}

test('adding a workload, in its own namespace or not, removes no object, so no identity has to be retired', () => {
  const before = lasting(objectsOf(environmentWith()));
  const others = ['lyo-orders', firstWorkload(environmentWith()).namespace].map((namespace) =>
    environmentWith({ ...secondWorkload, 'workloads[1].namespace': namespace }),
  );
  for (const environment of others) expect(before.filter((name) => !lasting(objectsOf(environment)).includes(name))).toEqual([]);
});
