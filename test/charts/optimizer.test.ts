import { keptApplicationMetrics, scrapedApplicationMetrics } from '../../charts/application-scrape';
import { cardinalityBudget } from '../../config/budgets/cardinality-budget';
import { copiedSeries } from '../../config/budgets/copied-series';
import { mostPoolOf } from '../../config/budgets/pool-bounds';
import type { Environment } from '../../config/environment';
import { standardOptimizer } from '../../config/optimizer';
import { tunedNames } from '../../config/tuned-metrics';
import { optimizerSettings } from '../../optimizer/config';
import { valueAt } from '../../config/record';
import { synthesize } from '../../charts/synthesis';
import type { Changes } from '../altered';
import { environmentWith, firstWorkload, inTwoZones, secondWorkload } from '../environment-with';
import { devTuned, devWarmed } from '../fixtures/tuned';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';

const policy = 'workloads[0].scaling';

function settingsIn(changes: Changes = {}): unknown {
  return settingsOf(environmentWith(changes));
}

function settingsOf(environment: Environment): unknown {
  const found = objectsOf(environment).find(({ kind, metadata }) => kind === 'ConfigMap' && /^optimizer-[0-9a-f]{10}$/.test(metadata.name));
  return JSON.parse((found as unknown as { readonly data: Readonly<Record<string, string>> }).data['settings.json'] ?? '');
}

const made = (changes: Changes): readonly KubernetesObject[] =>
  objectsOf(environmentWith(changes)).filter(({ metadata }) => /^(lyo-observability-)?optimizer(-[0-9a-f]{10})?$/.test(metadata.name));

test('the process accepts the settings that the chart writes, and they follow the environment', () => {
  const settings = optimizerSettings.parse(
    settingsIn({ optimizer: { forecast: 'advise', headroom: 'off', limits: { step: 2, changesPerHour: 6, extraPodHours: 10, evidenceDays: 7, freezes: [] } } }),
  );
  expect(settings.workloads).toMatchObject([{ deployment: 'backend', forecast: 'advise', headroom: { mode: 'off' }, limits: { step: 2, evidenceDays: 7 } }]);
  expect(settings.kubernetes).toMatchObject({ namespace: 'lyo-observability', lease: 'optimizer', decisions: 'optimizer-decisions' });
  expect(optimizerSettings.parse(settingsIn()).workloads).toMatchObject([{ forecast: 'act', headroom: { mode: 'advise' } }]);
});

test('the most headroom keeps pods below the knee, and is 1 if the policy leaves no room', () => {
  const most = (changes: Changes): unknown => optimizerSettings.parse(settingsIn(changes)).workloads[0]?.headroom.most;
  expect(most({})).toBe(1.2);
  expect(most({ [`${policy}.signals.cpu.utilization`]: 77, [`${policy}.behavior.up.tolerance`]: 0.05 })).toBe(1.05);
  expect(most({ [`${policy}.signals.cpu.utilization`]: 85 })).toBe(1);
});

test('there is no optimizer where no policy has a forecast that can be made', () => {
  for (const changes of [{ [`${policy}.signals.forecast`]: undefined }, { [`${policy}.signals.requestRate`]: undefined }]) {
    expect(made(changes)).toEqual([]);
    expect(synthesize(environmentWith(changes)).map(({ name }) => name)).not.toContain('optimizer.yaml');
  }
});

test('it has two replicas and a disruption budget in several zones, one replica in a single zone, and as many as the configuration says', () => {
  const replicas = (changes: Changes): unknown => valueAt(only(objectsOf(environmentWith(changes)), 'Deployment', 'optimizer').spec, 'replicas');
  expect([replicas({}), replicas(inTwoZones)]).toEqual([1, 2]);
  const asked = { forecast: 'act', headroom: 'act', replicas: 3, limits: { step: 2, changesPerHour: 6, extraPodHours: 10, evidenceDays: 7, freezes: [] } };
  expect(replicas({ optimizer: asked })).toBe(3);
  expect(made(inTwoZones).map(({ kind }) => kind)).toContain('PodDisruptionBudget');
  expect(() => environmentWith({ ...inTwoZones, optimizer: { ...asked, replicas: 1 } })).toThrow('optimizer.replicas: must be at least 2');
});

test('it may only write its two objects and create events in the namespaces of its workloads', () => {
  const roles = made(secondWorkload).filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
  const rules = roles.map((role) => [role.metadata.namespace, (role as unknown as { readonly rules: unknown }).rules]);
  const events = [{ apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create'] }];
  expect(Object.fromEntries(rules)).toEqual({
    'lyo-observability': [
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
      { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['optimizer'], verbs: ['get', 'update'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['optimizer-decisions'], verbs: ['get', 'create', 'patch'] },
    ],
    'lyo-backend': events,
    'lyo-orders': events,
  });
});

test('it watches capacity limits: maximum, connections, nodes, budget and volumes, each with its limit from the configuration', () => {
  const watched = optimizerSettings.parse(settingsOf(devTuned)).watched ?? [];
  const { scaling } = firstWorkload(devTuned);
  expect(watched.map(({ name }) => name)).toEqual([
    "the policy's maximum of backend",
    'connections of shop by backend',
    'the node pool',
    'the budget',
    'volume',
  ]);
  expect(watched[0]).toMatchObject({ limit: (scaling.maxReplicas - (scaling.spare ?? 0)) * (scaling.signals.requestRate?.perPod ?? 0), unit: 'requests/s' });
  expect(watched[2]).toMatchObject({ limit: devTuned.nodePool.maxNodes, expression: 'max(avg_over_time(lyo:trend:nodes[1h]))' });
  expect(watched[3]).toMatchObject({ limit: devTuned.budget.monthly, measure: 'mean' });
});

test('it may send spans to the collectors only where it is traced', () => {
  for (const traced of [true, false]) {
    const objects = objectsOf(environmentWith({ optimizer: { ...standardOptimizer, traced } }));
    const entrance = JSON.stringify(valueAt(only(objects, 'NetworkPolicy', 'otel-gateway').spec, 'ingress'));
    expect(entrance.includes('"app.kubernetes.io/name":"optimizer"')).toBe(traced);
    const ports = JSON.stringify(valueAt(only(objects, 'NetworkPolicy', 'optimizer').spec, 'egress'));
    expect(ports.includes('4318')).toBe(traced);
  }
});

describe('with writers', () => {
  const writable = { ...devTuned, optimizer: { ...standardOptimizer, tuned: devTuned.optimizer?.tuned, writers: ['oncall', 'release'] } } as Environment;
  const objects = objectsOf(writable);
  const rulesOf = (kind: string, name: string): unknown =>
    (objects.find((one) => one.kind === kind && one.metadata.name === name) as unknown as { readonly rules: unknown } | undefined)?.rules;

  test('the process may review tokens and keep interventions in a ConfigMap; without writers it may review no token', () => {
    expect(settingsOf(writable)).toMatchObject({ kubernetes: { interventions: { name: 'optimizer-interventions', audience: 'lyo-optimizer' } } });
    expect(rulesOf('ClusterRole', 'lyo-observability-optimizer')).toEqual([
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
      { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
    ]);
    expect(rulesOf('Role', 'optimizer')).toContainEqual({
      apiGroups: [''],
      resources: ['configmaps'],
      resourceNames: ['optimizer-decisions', 'optimizer-interventions'],
      verbs: ['get', 'create', 'patch'],
    });
    expect(settingsOf(devTuned)).not.toHaveProperty('kubernetes.interventions');
    expect(objectsOf(devTuned).filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name.includes('optimizer'))).toEqual([]);
  });

  test('each writer is a ServiceAccount that no pod uses, with only four verbs on the optimized workloads', () => {
    for (const name of ['optimizer-oncall', 'optimizer-release']) {
      expect(only(objects, 'ServiceAccount', name)).toMatchObject({ automountServiceAccountToken: false });
      const roles = objects.filter(({ kind, metadata }) => /Role$/.test(kind) && metadata.name.includes(name));
      expect(roles.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([['Role', 'lyo-backend']]);
      expect(rulesOf('Role', `lyo-observability-${name}`)).toEqual([
        { apiGroups: ['optimizer.lyo-platform'], resources: ['workloads'], verbs: ['approve', 'reject', 'freeze', 'unfreeze'] },
      ]);
    }
  });

  test('settings that are only advised may be written too, because a writer may approve them', () => {
    const backend = devTuned.optimizer?.tuned?.['backend'];
    const advised = { ...standardOptimizer, writers: ['oncall'], tuned: { backend: { metrics: 'backend', cache: backend?.cache, pool: {} } } };
    const role = objectsOf({ ...devTuned, optimizer: advised }).find(
      ({ metadata }) => metadata.name === 'lyo-observability-optimizer' && metadata.namespace === 'lyo-backend',
    );
    expect(role).toMatchObject({
      rules: expect.arrayContaining([expect.objectContaining({ resourceNames: ['backend-tunables'], verbs: ['get', 'create', 'patch'] })]),
    });
  });

  test.each([
    [['Bad Name'], 'optimizer.writers[0]: must be a DNS label'],
    [['a', 'a'], 'optimizer.writers: must name each once'],
    [['a'.repeat(41)], 'optimizer.writers[0]: must have at most 40 characters'],
  ])('%j is refused', (writers, problem) => {
    expect(() => environmentWith({ optimizer: { ...standardOptimizer, writers } })).toThrow(problem);
  });
});

describe('a tuned workload', () => {
  const settings = optimizerSettings.parse(settingsOf(devTuned));

  test('has modes and bounds in the settings, the pool with the bounds of its database, and everything else as advice', () => {
    expect(settings.workloads[0]).toMatchObject({
      sizing: { mode: 'advise', cpu: { request: 250 }, memory: { request: 384 } },
      anomalies: { mode: 'advise', cap: 50 },
      tuned: {
        prefix: 'backend',
        cache: { mode: 'advise', ttl: { least: 5, most: 600 }, missesPerSecond: 50, prewarm: 0 },
        pool: { mode: 'act', connections: { least: 1, most: mostPoolOf(firstWorkload(devTuned), devTuned) } },
        watch: 270,
      },
    });
  });

  test('has tunables that the optimizer may write where a policy may act, and only read elsewhere', () => {
    const rights = (environment: Environment): unknown =>
      (
        objectsOf(environment).find(({ kind, metadata }) => kind === 'Role' && metadata.name === 'lyo-observability-optimizer') as unknown as {
          readonly rules: unknown;
        }
      ).rules;
    const events = { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create'] };
    const own = { apiGroups: [''], resources: ['configmaps'], resourceNames: ['backend-tunables'] };
    expect(rights(devTuned)).toEqual([events, { ...own, verbs: ['get', 'create', 'patch'] }]);
    const backend = devTuned.optimizer?.tuned?.['backend'];
    const advised = { ...standardOptimizer, tuned: { backend: { metrics: 'backend', cache: backend?.cache, pool: {} } } };
    expect(rights({ ...devTuned, optimizer: advised })).toEqual([events, { ...own, verbs: ['get'] }]);
    expect(rights({ ...devTuned, optimizer: standardOptimizer })).toEqual([events]);
  });

  test('mounts the file that the optimizer writes, and Prometheus keeps the metrics that its policies read', () => {
    const pod = valueAt(only(objectsOf(devTuned), 'Deployment', 'backend').spec, 'template.spec') as { readonly volumes: readonly unknown[] };
    expect(pod.volumes).toContainEqual({ name: 'tunables', configMap: { name: 'backend-tunables', optional: true } });
    const kept = new RegExp(`^(?:${keptApplicationMetrics(devTuned).regex})$`);
    const { cacheKey: _, cacheKeyReads: __, ...measured } = tunedNames('backend');
    for (const name of Object.values(measured)) expect(`backend;${name}`).toMatch(kept);
  });

  test('has its most read keys scraped if some may be kept warm, as many as the cardinality budget counts, and copied nowhere', () => {
    const keys = [tunedNames('backend').cacheKey, tunedNames('backend').cacheKeyReads];
    const { regex, sourceLabels } = scrapedApplicationMetrics(devWarmed);
    const kept = new RegExp(`^(?:${regex})$`);
    expect(sourceLabels).toEqual(['workload', '__name__', 'rank']);
    for (const key of keys) {
      for (const rank of ['1', '9', '20']) expect(`backend;${key};${rank}`).toMatch(kept);
      for (const rank of ['', '0', '21', '200', '01', 'x']) expect(`backend;${key};${rank}`).not.toMatch(kept);
      expect(`other;${key};1`).not.toMatch(kept);
      expect(keptApplicationMetrics(devWarmed).regex).not.toContain(key);
      expect(scrapedApplicationMetrics(devTuned).regex).not.toContain(key);
    }
    // other metrics of the application are kept, with or without a label `rank`
    for (const rank of ['', '77']) expect(`backend;backend_cache_reads_total;${rank}`).toMatch(kept);
    expect(`backend;backend_other;`).not.toMatch(kept);
  });

  test('counts those series in the cardinality budget, two for each rank and pod, and copies none', () => {
    const keysOf = (environment: Environment): number => cardinalityBudget(environment).shares.find(({ of }) => of === 'keys')?.series ?? 0;
    expect([keysOf(devTuned), keysOf(devWarmed)]).toEqual([0, 2 * 20 * firstWorkload(devWarmed).scaling.maxReplicas]);
    expect(copiedSeries(devWarmed)).toBe(copiedSeries(devTuned));
  });
});

test('it reaches only Prometheus and the API server, and without a route for its verdict only scrapers reach it', () => {
  const { spec } = only(objectsOf(environmentWith({ 'workloads[0].path': undefined })), 'NetworkPolicy', 'optimizer');
  const ports = (path: string): unknown =>
    (valueAt(spec, path) as readonly { readonly ports: readonly { readonly port: number }[] }[]).map((rule) => rule.ports.map(({ port }) => port));
  expect([ports('ingress'), ports('egress')]).toEqual([[[8080]], [[443], [9090]]]);
});

test.each([
  [{ step: 0.5 }, 'optimizer.limits.step: must be at least 1'],
  [{ changesPerHour: 61 }, 'optimizer.limits.changesPerHour: must be at most 60'],
  [{ freezes: [{ from: '2026-12-24T00:00:00Z', until: '2026-12-23T00:00:00Z' }] }, 'optimizer.limits.freezes[0].until: must be later than from'],
])('a limit that the process would refuse is refused by the configuration: %j', (limits, problem) => {
  const standard = { step: 2, changesPerHour: 6, extraPodHours: 10, evidenceDays: 7, freezes: [] };
  expect(() => environmentWith({ optimizer: { forecast: 'act', headroom: 'off', limits: { ...standard, ...limits } } })).toThrow(problem);
});

test('a setting that only the process can judge fails the synthesis, with its path', () => {
  const limits = { step: 2, changesPerHour: 6, extraPodHours: 10, evidenceDays: 20, freezes: [] };
  expect(() => synthesize(environmentWith({ optimizer: { forecast: 'act', headroom: 'off', limits } }))).toThrow(
    'workloads.0.limits.evidenceDays: must be at most the 14 days of history',
  );
});
