import { capacityText } from '../../../checks/capacity/capacity-text';
import { capacityChecks } from '../../../checks/capacity/capacity-checks';
import { demandAt } from '../../../checks/capacity/demand';
import { afterZoneLoss, largerTypes, nodeOf } from '../../../checks/capacity/node-pool';
import { parseObjects } from '../../../checks/read-manifests';
import type { Manifests } from '../../../checks/manifest';
import { runChecks } from '../../../checks/run';
import type { Violation } from '../../../checks/violation';
import { synthesize } from '../../../charts/synthesis';
import type { Environment } from '../../../config/environment';
import type { Changes } from '../../altered';
import { environmentWith, inTwoZones, managedCopy } from '../../environment-with';

function manifestsOf(environment: Environment): Manifests {
  return { environment: environment.name, objects: synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, name)) };
}

/** Violations of the capacity proofs in the dev environment with changes. */
function violations(changes: Changes): readonly Violation[] {
  const environment = environmentWith(changes);
  return runChecks(environment.name, manifestsOf(environment).objects, capacityChecks([environment])).violations;
}

function only(found: readonly Violation[], rule: string): Violation {
  const [violation] = found.filter((one) => one.check === rule);
  if (violation === undefined || found.length > 1) throw new Error(`there must be one violation, of ${rule}, found ${JSON.stringify(found)}`);
  return violation;
}

/** The changes that an advice names: `nodePool.maxNodes to 12` → `{ 'nodePool.maxNodes': 12 }`. */
function advised(fix: string): readonly Changes[] {
  return [...fix.matchAll(/(nodePool\.\w+|maxReplicas)(?: of \S+ \S+)? to ([\w-]+)/g)].map(([, path = '', value = '']) => ({
    [path === 'maxReplicas' ? 'workloads[0].scaling.maxReplicas' : path]: /^\d+$/.test(value) ? Number(value) : value,
  }));
}

/** A policy with a single signal, whose cap is easy to keep between minimum and maximum. */
const cappedAt = (cap: number): Changes => ({ 'workloads[0].scaling.signals': { requestRate: { perPod: 100, cap } } });

describe('a failing proof says which number to change and to what:', () => {
  test('a maximum of pods that the node pool cannot hold', () => {
    const changes: Changes = { ...cappedAt(2), 'sizing.backend.cpu.request': '600m' };
    const { problem, fix, object } = only(violations(changes), 'capacity/maximum-fits');
    expect(object).toBe('HorizontalPodAutoscaler lyo-backend/backend');
    expect(problem).toMatch(
      /^102 pods .* nodes.*, and there are 10 of e2-standard-4 at most; 80 of the pods are Deployment lyo-backend\/backend with 600m and 384Mi each$/,
    );
    expect(fix).toMatch(/^change nodePool\.maxNodes to \d+, or nodePool\.machineType to e2-highmem-4|e2-standard-8, or maxReplicas of/);
    // each option alone is enough
    const options = advised(fix);
    expect(options).toHaveLength(3);
    for (const option of options) expect(violations({ ...changes, ...option })).toEqual([]);
  });

  test('and the smallest one: a node less fails', () => {
    const changes: Changes = { 'sizing.backend.cpu.request': '600m' };
    const nodes = Number(/maxNodes to (\d+)/.exec(only(violations(changes), 'capacity/maximum-fits').fix)?.[1]);
    expect(violations({ ...changes, 'nodePool.maxNodes': nodes })).toEqual([]);
    expect(violations({ ...changes, 'nodePool.maxNodes': nodes - 1 })).toHaveLength(1);
  });

  test('a floor that needs a second node', () => {
    const changes: Changes = { 'workloads[0].scaling.minReplicas': 12 };
    const { fix } = only(violations(changes), 'capacity/floor-fits');
    expect(advised(fix)).toEqual([{ 'nodePool.minNodes': 2 }, { 'nodePool.machineType': 'e2-standard-8' }]);
    for (const option of advised(fix)) expect(violations({ ...changes, ...option })).toEqual([]);
  });

  test('a zone whose loss leaves too few nodes', () => {
    const changes: Changes = { ...cappedAt(50), ...inTwoZones, 'nodePool.maxNodes': 20, 'workloads[0].scaling.minReplicas': 24 };
    const { problem, fix } = only(violations(changes), 'capacity/zone-loss');
    expect(problem).toContain('there are 2 of e2-standard-4 when one of 3 zones is gone (nodePool.minNodes is 3)');
    // of 4 nodes in 3 zones, the fullest zone has two, so two remain; of 5, three remain
    expect(advised(fix)).toEqual([{ 'nodePool.minNodes': 5 }, { 'nodePool.machineType': 'e2-standard-8' }]);
    for (const option of advised(fix)) expect(violations({ ...changes, ...option })).toEqual([]);
  });

  test('a pod that no node of the type holds', () => {
    const { problem, fix, object } = only(
      violations({ 'sizing.prometheus.cpu': { request: '200m', limit: '4000m', min: '100m', max: '4000m' } }),
      'capacity/largest-pod-fits',
    );
    expect(object).toBe('StatefulSet lyo-observability/prometheus');
    expect(problem).toBe('a pod may request 4000m and 1024Mi, and an empty e2-standard-4 node has 3398m and 12118Mi left for pods');
    expect(fix).toContain('change nodePool.machineType to e2-standard-8');
  });

  test('a machine type that is not in the table', () => {
    // validation would refuse it earlier, but the proof does not rely on that
    const environment = environmentWith();
    const unknown = { ...environment, nodePool: { ...environment.nodePool, machineType: 'x9-standard-4' } };
    const found = runChecks('dev', manifestsOf(environment).objects, capacityChecks([unknown])).violations;
    expect(found.map(({ object, problem }) => `${object}: ${problem}`)[0]).toBe(
      'Environment dev: nothing is known about the machine type x9-standard-4, so nothing can be proven',
    );
  });
});

describe('a proof counts', () => {
  const dev = environmentWith();

  test('at the peak surge, terminating pods and upper bounds of vertical autoscalers, worked out by hand', () => {
    const { groups, everyNode } = demandAt(manifestsOf(dev), 'peak');
    const found = groups.filter(({ object }) => object !== undefined).map(({ name, pods, size }) => `${pods} ${name} ${size.cpu}m ${size.memory}Mi`);
    expect(found).toEqual([
      // 50, 10 % more in a rollout, 20 terminating ones that it replaced, and 10 % of 50 scaled in; the vertical autoscaler only recommends
      '80 Deployment lyo-backend/backend 250m 384Mi',
      // one, one more in a rollout and the terminating old one, at cpu.max; memory is not changed
      '3 Deployment lyo-observability/kube-state-metrics 250m 128Mi',
      // a StatefulSet stops a pod before it starts the next; a gateway has the queue guard beside it, 10m and 16Mi
      '1 StatefulSet lyo-observability/otel-gateway 1010m 528Mi',
      '1 StatefulSet lyo-observability/jaeger 500m 384Mi',
      '3 Deployment lyo-observability/grafana 1000m 512Mi',
      '1 StatefulSet lyo-observability/prometheus 1000m 1024Mi',
      '1 StatefulSet lyo-observability/alertmanager 100m 64Mi',
      '5 Deployment lyo-observability/prometheus-adapter 500m 128Mi',
      '3 Deployment lyo-observability/optimizer 100m 256Mi',
    ]);
    // 205 + 105 + 100 + 19 + 15 + 10 + 8 + 10 + 50 = 522
    expect(everyNode).toEqual({ cpu: 522, memory: 1041, pods: 9 });
  });

  test('a placeholder at rest, where it holds a node, and not at the peak, where other pods preempt it', () => {
    const environment = environmentWith({ placeholder: { pods: 3, cpu: '250m', memory: '384Mi' } });
    const of = (moment: 'rest' | 'survival' | 'peak'): number =>
      demandAt(manifestsOf(environment), moment).groups.find(({ name }) => name.endsWith('/placeholder'))?.pods ?? 0;
    expect([of('rest'), of('survival'), of('peak')]).toEqual([3, 0, 0]);
  });

  test("Google's collector on every node and its operator only if metrics are copied", () => {
    const [off, on] = [dev, environmentWith(managedCopy)].map((environment) => demandAt(manifestsOf(environment), 'rest'));
    // 522 + 5 and 1041 + 40
    expect([off?.everyNode.pods, on?.everyNode]).toEqual([9, { cpu: 527, memory: 1081, pods: 10 }]);
    expect([off, on].map((demand) => demand?.groups.filter(({ name }) => name.endsWith('gmp-operator')).length)).toEqual([0, 1]);
  });

  test('the pods that a node may run', () => {
    expect(nodeOf(environmentWith({ 'nodePool.podsPerNode': 32, 'network.pods': dev.network.pods }))?.pods).toBe(32);
  });
});

test('a zone loss takes the zone with the most nodes', () => {
  // nodes that remain of so many in three zones
  expect([1, 2, 3, 4, 9, 10].map((nodes) => afterZoneLoss(nodes, 3))).toEqual([0, 1, 2, 2, 6, 6]);
  expect(afterZoneLoss(5, 1)).toBe(0);
});

test('a larger type is of the same family, with at least as much CPU and memory', () => {
  expect(largerTypes('n2-standard-8')).toEqual(['n2-highmem-8', 'n2-standard-16', 'n2-highmem-16', 'n2-highmem-32']);
  expect(largerTypes('n2-highcpu-8').slice(0, 2)).toEqual(['n2-standard-8', 'n2-highmem-8']);
});

test('the proof is summarized in a line', () => {
  const dev = environmentWith();
  expect(capacityText(dev, manifestsOf(dev))).toBe('105 pods at most fit 9 of 10 nodes, if the scheduler packs them well');
  const small = environmentWith({ 'nodePool.maxNodes': 3 });
  expect(capacityText(small, manifestsOf(small))).toBe('105 pods at most do not fit 3 nodes');
});
