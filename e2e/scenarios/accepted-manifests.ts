import type { Environment } from '../../config/environment';
import { devOfEveryKind, prodOfEveryKind } from '../../test/fixtures/every-kind';
import { devWithDatabases, prodWithDatabases } from '../../test/fixtures/databases';
import { devWritable } from '../../test/fixtures/tuned';
import { everySidecar } from '../../test/fixtures/sidecars';
import { everySetting } from '../../test/fixtures/container-settings';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { sleep } from '../waiting/stopwatch';
import { eventually } from '../waiting/assertions';
import type { Cluster } from '../cluster/cluster';
import { numberAt, parseObjects, stringAt, type KubernetesObject } from '../cluster/kubernetes-object';
import { shipped, withManagedCopy } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { applyManifests, installKinds } from '../platform/applied-cluster';
import type { Scenario, ScenarioContext } from '../runner/scenario';

/** The API server accepts the committed manifests unchanged, and a second apply changes nothing. */
export const scenario: Scenario = {
  name: 'accepted-manifests',
  title:
    'every manifest of dev, of prod, and of both with a workload of each kind, sidecars, further ports and all that a container may state, with databases of Google, and of dev with a copy in Google Managed Prometheus and with a backend that is tuned is accepted with strict validation, a second apply changes nothing, and every pod passes Pod Security restricted',
  tags: ['smoke', 'full'],
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    await Promise.all((['dev', 'prod'] as const).map((name) => accepts(context, name, shipped(name))));
    await accepts(context, 'dev with a copy, a workload of each kind and every setting', withEverySetting(withManagedCopy(devOfEveryKind())));
    await accepts(context, 'prod with a workload of each kind and every setting', withEverySetting(prodOfEveryKind()));
    await accepts(context, 'dev with a database and a cache of Google', devWithDatabases);
    await accepts(context, 'prod with a database and a cache of Google', prodWithDatabases);
    await accepts(context, 'dev with a backend that is tuned and an optimizer to which people may write', devWritable);
  },
};

function withEverySetting(environment: Environment): Environment {
  return {
    ...environment,
    workloads: environment.workloads.map((workload) => ({
      ...workload,
      ...everySetting,
      sidecars: [...everySidecar],
      ...(workload.kind === 'web' ? { health: { live: '/status', ready: '/status' }, ports: { grpc: 50_051, metrics: 9100 } } : {}),
      ...(workload.kind === 'worker' ? { ports: { ...workload.ports, control: 9001 } } : {}),
      calls: ['web', 'worker'].includes(workload.kind) ? [] : ['backend:grpc', 'fulfilment:control'],
    })),
  };
}

async function accepts(context: ScenarioContext, name: string, environment: Environment): Promise<void> {
  const cluster = await context.startCluster({ nodes: { count: 3, cpu: '32', memory: '128Gi' } });
  await installKinds(cluster);
  const manifests = Manifests.of(environment);
  const applied = await applyManifests(cluster, manifests);
  context.report(`${name}: ${applied.trim().split('\n').length} objects accepted`);
  await everyPodAdmitted(cluster);
  await everyMinimumReached(cluster);
  const before = await versions(cluster, manifests);
  await applyManifests(cluster, manifests);
  await sleep('1s');
  const after = await versions(cluster, manifests);
  const changed = before.filter((version) => !after.includes(version));
  if (changed.length > 0)
    throw new Error(`${name}: a second apply must change nothing, it changed ${changed.map((version) => version.split(' ')[0]).join(', ')}`);
  context.report(`${name}: ${before.length} objects as they were after a second apply`);
}

/** Everything that was applied, without what controllers report: status, and the bookkeeping that moves with it. */
async function versions(cluster: Cluster, manifests: Manifests): Promise<readonly string[]> {
  const yaml = Object.values(manifests.files).join('---\n');
  const objects = parseObjects(await cluster.kubectl(['get', '-f', '-', '--output=json'], yaml));
  return objects.map(({ kind, metadata, status: _, ...applied }) => {
    const { resourceVersion: _version, managedFields: _managers, ...lasting } = metadata;
    return `${kind}/${metadata.namespace ?? ''}/${metadata.name} ${JSON.stringify({ ...applied, lasting })}`;
  });
}

/** Autoscalers own `replicas`: what they raise to the minimum after the first apply is no change by the second. */
async function everyMinimumReached(cluster: Cluster): Promise<void> {
  const below = async (): Promise<readonly string[]> =>
    (await cluster.list('horizontalpodautoscalers'))
      .filter((autoscaler) => Math.max(...reported(autoscaler)) < (numberAt(autoscaler, ['spec', 'minReplicas']) ?? 1))
      .map(({ metadata }) => metadata.name);
  await eventually('every autoscaler has raised its workload to the minimum', below, { until: (names) => names.length === 0 });
}

/** Without metrics the controller sets nothing for a workload that is already at its minimum, such as one with a single pod. */
function reported(autoscaler: KubernetesObject): readonly number[] {
  return ['desiredReplicas', 'currentReplicas'].map((field) => numberAt(autoscaler, ['status', field]) ?? 0);
}

/** A pod that Pod Security refuses never exists, so its owner never has the replicas that it wants. */
async function everyPodAdmitted(cluster: Cluster): Promise<void> {
  const owners = async (): Promise<readonly string[]> => {
    const all = [...(await cluster.list('deployments')), ...(await cluster.list('statefulsets'))].filter(({ metadata }) =>
      metadata.namespace?.startsWith('lyo-'),
    );
    if (all.length < 4) return [`only ${all.length} workloads exist`];
    return all
      .filter((owner) => (numberAt(owner, ['status', 'readyReplicas']) ?? 0) < Math.max(1, numberAt(owner, ['status', 'replicas']) ?? 0))
      .map(({ metadata }) => metadata.name);
  };
  await eventually('every workload has its pods', owners, { until: (missing) => missing.length === 0 });
  const events = await cluster.list('events');
  const refused = events.map((event) => stringAt(event, ['message']) ?? '').filter((message) => message.includes('violates PodSecurity'));
  if (refused.length > 0) throw new Error(`every pod must be admitted, refused: ${refused.join('; ')}`);
}
