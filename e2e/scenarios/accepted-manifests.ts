import { sleep, seconds } from '../duration';
import { eventually } from '../assertions';
import type { Cluster } from '../cluster';
import { stringAt } from '../kubernetes-object';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { applyManifests, installKinds } from '../platform/applied-cluster';
import type { Scenario, ScenarioContext } from '../scenario';

/** Of every kind that a manifest has; the namespaces' own objects and those of controllers are looked at too. */
const kinds = ['deployments', 'statefulsets', 'services', 'configmaps', 'horizontalpodautoscalers', 'verticalpodautoscalers', 'gateways', 'httproutes'];

/** What a reviewer approved is what the API server takes, and taking it again changes nothing. */
export const scenario: Scenario = {
  name: 'accepted-manifests',
  title: 'every manifest of dev and prod is accepted with strict validation, a second apply changes nothing, and every pod passes Pod Security restricted',
  tags: ['smoke', 'full'],
  needs: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'etcd', 'kwok'],
  async run(context) {
    await Promise.all((['dev', 'prod'] as const).map((name) => accepts(context, name)));
  },
};

async function accepts(context: ScenarioContext, name: 'dev' | 'prod'): Promise<void> {
  const cluster = await context.startCluster({ nodes: { count: 3, cpu: '32', memory: '128Gi' } });
  await installKinds(cluster);
  const manifests = Manifests.of(shipped(name));
  const applied = await applyManifests(cluster, manifests);
  context.report(`${name}: ${applied.trim().split('\n').length} objects accepted`);
  await everyPodAdmitted(cluster);
  const before = await versions(cluster);
  await applyManifests(cluster, manifests);
  await sleep(seconds(1));
  const after = await versions(cluster);
  const changed = before.filter((version) => !after.includes(version));
  if (changed.length > 0) throw new Error(`${name}: a second apply must change nothing, it changed ${changed.join(', ')}`);
  context.report(`${name}: ${before.length} objects as they were after a second apply`);
}

/** Kind, name and generation: status may move, what was applied may not. */
async function versions(cluster: Cluster): Promise<readonly string[]> {
  const objects = (await Promise.all(kinds.map((kind) => cluster.list(kind)))).flat();
  return objects.map(
    ({ kind, metadata, ...rest }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name} ${specHash({ ...rest, generation: metadata['generation'] })}`,
  );
}

function specHash(object: Record<string, unknown>): string {
  const { status: _, ...applied } = object;
  return JSON.stringify(applied);
}

/** A pod that Pod Security refuses never exists, so its owner never has the replicas that it wants. */
async function everyPodAdmitted(cluster: Cluster): Promise<void> {
  const owners = async (): Promise<readonly string[]> => {
    const all = [...(await cluster.list('deployments')), ...(await cluster.list('statefulsets'))].filter(({ metadata }) =>
      metadata.namespace?.startsWith('lyo-'),
    );
    if (all.length < 4) return [`only ${all.length} workloads exist`];
    return all.filter((owner) => number(owner, 'readyReplicas') < Math.max(1, number(owner, 'replicas'))).map(({ metadata }) => metadata.name);
  };
  await eventually('every workload has its pods', owners, { until: (missing) => missing.length === 0 });
  const events = await cluster.list('events');
  const refused = events.filter((event) => stringAt(event, ['reason']) === 'FailedCreate').map((event) => stringAt(event, ['message']));
  if (refused.length > 0) throw new Error(`every pod must be admitted, refused: ${refused.join('; ')}`);
}

function number(object: object, field: string): number {
  const status: unknown = 'status' in object ? object.status : undefined;
  const value: unknown = typeof status === 'object' && status !== null ? Object.entries(status).find(([key]) => key === field)?.[1] : undefined;
  return typeof value === 'number' ? value : 0;
}
