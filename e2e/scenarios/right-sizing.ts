import { eventually } from '../waiting/assertions';
import type { Cluster } from '../cluster/cluster';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { stringAt } from '../cluster/kubernetes-object';
import { administrator } from '../platform/administrator';
import { appliedCluster } from '../platform/applied-cluster';
import { backendOf, shipped } from '../platform/environment';
import { startMetricsServer } from '../processes/metrics-server';
import { startVpaRecommender } from '../processes/vpa-recommender';
import type { Scenario } from '../runner/scenario';

const recommender = { namespace: 'kube-system', name: 'vpa-recommender' };
const selector = 'app.kubernetes.io/name=backend';

/** A vertical autoscaler must only recommend for a workload that a horizontal one scales. */
export const scenario: Scenario = {
  name: 'right-sizing',
  title: 'the real VPA recommender recommends for the backend, and neither its pods nor their requests change',
  tags: ['smoke', 'full'],
  needs: [...CLUSTER_PROGRAMS, 'metrics-server', 'vpa-recommender'],
  async run(context) {
    const cluster = await appliedCluster(context, 'dev');
    await cluster.apply(administrator(recommender));
    // the autoscaler's minimum is reached shortly after the first pod
    const { minReplicas } = backendOf(shipped('dev')).scaling;
    await eventually(`the backend has ${minReplicas} pods`, () => pods(cluster), { until: (all) => all.length === minReplicas });
    await cluster.kubectl(['annotate', 'pods', '-n', 'lyo-backend', '-l', selector, 'kwok.x-k8s.io/usage-cpu=150m', 'kwok.x-k8s.io/usage-memory=300Mi']);
    const before = await pods(cluster);
    await startMetricsServer({ cluster });
    await startVpaRecommender({ cluster, serviceAccount: recommender, args: ['--recommender-interval=5s'] });
    const target = await eventually('the backend has a recommendation', () => recommendation(cluster), {
      until: (cpu) => cpu !== undefined,
      timeout: '120s',
    });
    const after = await pods(cluster);
    if (before.join() !== after.join()) throw new Error(`pods and requests must stay ${before.join(', ')}, received ${after.join(', ')}`);
    context.report(`recommended ${target ?? ''} of CPU; ${after.join(', ')} as before`);
  },
};

async function recommendation(cluster: Cluster): Promise<string | undefined> {
  const autoscaler = await cluster.get({ kind: 'verticalpodautoscaler', name: 'backend', namespace: 'lyo-backend' });
  return stringAt(autoscaler, ['status', 'recommendation', 'containerRecommendations', 0, 'target', 'cpu']);
}

async function pods(cluster: Cluster): Promise<readonly string[]> {
  const all = await cluster.list('pods', { namespace: 'lyo-backend', selector });
  return all.map((pod) => `${pod.metadata.name} requests ${stringAt(pod, ['spec', 'containers', 0, 'resources', 'requests', 'cpu'])}`);
}
