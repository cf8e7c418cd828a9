import { components, namespaces } from '../../config/names';
import { eventually, holds } from '../waiting/assertions';
import type { Cluster } from '../cluster/cluster';
import { supportResize } from '../cluster/resizable';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { durationOf } from '../../config/duration';
import { conditionStatus, stringAt, type KubernetesObject } from '../cluster/kubernetes-object';
import { administrator } from '../platform/administrator';
import { appliedCluster } from '../platform/applied-cluster';
import { startVpaAdmissionController } from '../processes/vpa-admission-controller';
import { startVpaUpdater } from '../processes/vpa-updater';
import type { Scenario } from '../runner/scenario';

const updater = { namespace: 'kube-system', name: 'vpa-updater' };
const namespace = namespaces.observability;
/** Three workloads of one pod each, and one of two. */
const { prometheus, alertmanager, jaeger, prometheusAdapter } = components;
/** A recommendation far above every request; the maximum of a policy limits it. */
const target = '400m';
const interval = 2;
/** Enough rounds of the updater for every eviction that it would make. */
const rounds = durationOf(5 * interval);

export const scenario: Scenario = {
  name: 'single-pods',
  title:
    'the real VPA updater leaves the only pod of a workload alone as the manifests state it, its next start takes the new request; InPlaceOrRecreate with minReplicas 1 evicts it where the node cannot resize',
  tags: ['smoke', 'full'],
  needs: [...CLUSTER_PROGRAMS, 'vpa-updater', 'vpa-admission-controller'],
  timeout: '360s',
  async run(context) {
    const cluster = await appliedCluster(context, 'dev');
    await cluster.apply(administrator(updater));
    await startVpaAdmissionController({ cluster, serviceAccount: updater });
    await eventually('pods are admitted by the vertical autoscaler', () => cluster.list('mutatingwebhookconfigurations'), {
      until: (all) => all.length > 0,
    });
    await startVpaUpdater({ cluster, serviceAccount: updater, args: [`--updater-interval=${interval}s`] });
    for (const name of [prometheus, alertmanager, jaeger]) await recommend(cluster, name);

    const asStated = await Promise.all([prometheus, alertmanager, jaeger].map((name) => pod(cluster, name)));
    await holds('single pods are left alone', () => Promise.all(asStated.map(({ owner }) => pod(cluster, owner))), {
      while: (all) => all.every(({ uid, request }, index) => uid === asStated[index]?.uid && request === asStated[index]?.request),
      for: rounds,
    });
    context.report(`as stated (Initial): ${asStated.map(({ owner, request }) => `${owner} ${request}`).join(', ')}, untouched`);

    await cluster.kubectl(['delete', 'pod', `${jaeger}-0`, '--namespace', namespace]);
    const restarted = await ready(cluster, jaeger);
    if (restarted.request !== target) throw new Error(`the next start must request ${target}, received ${restarted.request}`);
    context.report(`a start of ${jaeger} requests ${restarted.request}`);

    await update(cluster, prometheus, 'InPlaceOrRecreate', 2);
    await holds('the updater spares one pod of a workload that says 2', () => pod(cluster, prometheus), {
      while: ({ uid, request }) => uid === asStated[0]?.uid && request === asStated[0]?.request,
      for: rounds,
    });
    context.report('InPlaceOrRecreate, minReplicas 2: the single pod is skipped');

    const unable = await pod(cluster, prometheus);
    await update(cluster, prometheus, 'InPlaceOrRecreate', 1);
    await evicted(cluster, unable);
    context.report(`InPlaceOrRecreate, minReplicas 1, a node without resizes: ${prometheus} is evicted at once`);

    const before = await pod(cluster, alertmanager);
    await supportResize(cluster, { namespace, name: before.name });
    await update(cluster, alertmanager, 'InPlaceOrRecreate', 1);
    const resized = await eventually(`${alertmanager} is resized`, () => pod(cluster, alertmanager), { until: ({ request }) => request !== before.request });
    if (resized.uid !== before.uid) throw new Error(`a resize must be in place where the node knows resizes, received another pod of ${alertmanager}`);
    await refuse(cluster, before.name);
    await evicted(cluster, before);
    context.report(
      `the same on a node with resizes, but without room: ${alertmanager} is resized in place from ${before.request} to ${resized.request}, then evicted`,
    );
    await oneOfTwo(cluster);
    context.report(`${prometheusAdapter}, two pods as stated: one after the other is evicted`);
  },
};

interface SinglePod {
  readonly owner: string;
  readonly name: string;
  readonly uid: string | undefined;
  readonly request: string | undefined;
  readonly isReady: boolean;
}

function about(owner: string, object: KubernetesObject): SinglePod {
  const request = stringAt(object, ['spec', 'containers', 0, 'resources', 'requests', 'cpu']);
  return { owner, name: object.metadata.name, uid: object.metadata.uid, request, isReady: conditionStatus(object, 'Ready') === 'True' };
}

async function pod(cluster: Cluster, owner: string, index = 0): Promise<SinglePod> {
  return about(owner, await cluster.get({ kind: 'pod', name: `${owner}-${index}`, namespace }));
}

function ready(cluster: Cluster, owner: string): Promise<SinglePod> {
  return eventually(`${owner} is ready`, () => pod(cluster, owner), { until: ({ isReady }) => isReady });
}

/** Waits for the replacement of an evicted pod; until then no pod serves. */
async function evicted(cluster: Cluster, { owner, uid }: SinglePod): Promise<void> {
  await eventually(`${owner} is evicted`, () => pod(cluster, owner).catch(() => undefined), { until: (now) => now?.uid !== uid });
  await ready(cluster, owner);
}

/** Writes a recommendation into the status, as the recommender does. */
async function recommend(cluster: Cluster, name: string): Promise<void> {
  const amounts = { target: { cpu: target }, uncappedTarget: { cpu: target }, lowerBound: { cpu: '350m' }, upperBound: { cpu: '450m' } };
  const status = { recommendation: { containerRecommendations: [{ containerName: name, ...amounts }] } };
  await cluster.patch({ kind: 'verticalpodautoscaler', name, namespace }, { status }, { subresource: 'status' });
}

async function update(cluster: Cluster, name: string, updateMode: string, minReplicas: number): Promise<void> {
  await cluster.patch({ kind: 'verticalpodautoscaler', name, namespace }, { spec: { updatePolicy: { updateMode, minReplicas } } });
}

/** Writes the status of a kubelet that refuses a resize because its node has no room. */
async function refuse(cluster: Cluster, name: string): Promise<void> {
  const conditions = [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible', message: 'Node didn’t have enough capacity: cpu' }];
  await cluster.patch({ kind: 'pod', name, namespace }, { status: { conditions } }, { type: 'strategic', subresource: 'status' });
}

/** Both pods of a Deployment as the manifests state it. */
async function oneOfTwo(cluster: Cluster): Promise<void> {
  const both = async (): Promise<readonly SinglePod[]> =>
    (await cluster.list('pods', { namespace, selector: `app.kubernetes.io/name=${prometheusAdapter}` })).map((object) => about(prometheusAdapter, object));
  const before = await both();
  await recommend(cluster, prometheusAdapter);
  let fewest = before.length;
  await eventually('both are replaced', both, {
    until: (all) => {
      fewest = Math.min(fewest, all.filter(({ isReady }) => isReady).length);
      return all.length === 2 && all.every(({ uid, isReady }) => isReady && before.every((old) => old.uid !== uid));
    },
    interval: '50ms',
  });
  if (fewest < 1) throw new Error(`one of two must be ready throughout, received ${fewest}`);
}
