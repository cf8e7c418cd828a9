import { seedLifecycle } from '../../config/lifecycle';
import { components, namespaces } from '../../config/names';
import { validated } from '../../config/validate';
import type { Environment } from '../../config/environment';
import type { WebWorkload } from '../../config/workload';
import { fieldChanges, released } from '../../test/fixtures/field-changes';
import type { Cluster } from '../cluster/cluster';
import { numberAt } from '../cluster/kubernetes-object';
import { applyManifests, installKinds } from '../platform/applied-cluster';
import { backendOf, shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { startGeneratedStateMetrics } from '../platform/metrics-chain';
import { podsOf, selectsUnevenly, type PlacedPod } from '../platform/overlapping-versions';
import type { Running } from '../processes/process';
import type { Scenario } from '../runner/scenario';
import { eventually } from '../waiting/assertions';

const replicas = 4;

export const scenario: Scenario = {
  name: 'old-and-new-pods',
  title: 'a release of each field of a workload, stopped half way: policies, Service, budget, autoscaler and the series of rules mean pods of both versions',
  tags: ['full'],
  timeout: '1200s',
  needs: ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok', 'kube-state-metrics'],
  async run(context) {
    const cluster = await context.startCluster();
    await installKinds(cluster);
    const before = base();
    await applyManifests(cluster, Manifests.of(before));
    const stateMetrics = await startGeneratedStateMetrics(cluster, Manifests.of(before));
    const failures: string[] = [];
    for (const [field, { change }] of Object.entries(fieldChanges)) {
      if (change === undefined) continue;
      const after = withWorkload(before, released(change(backendOf(before))));
      await comesToRest(cluster, before);
      const pods = await halfReleased(cluster, after);
      const wrong = [...(await selectsUnevenly(cluster, backendOf(after), pods)), ...(await unknownToRules(stateMetrics, backendOf(after), pods))];
      if (field === 'port') await numbersAreFound(cluster, backendOf(after), pods);
      failures.push(...wrong.map((what) => `${field}: ${what}`));
      const ports = [...new Set(pods.map(({ port }) => port))];
      context.report(`${field}: ${pods.length} pods of two versions on port ${ports.join(' and ')}${wrong.length === 0 ? '' : `: ${wrong.join('; ')}`}`);
    }
    if (failures.length > 0) throw new Error(failures.join('\n'));
  },
};

function withWorkload(environment: Environment, workload: WebWorkload): Environment {
  const [changed] = validated([{ ...environment, workloads: [workload] }]);
  if (changed === undefined) throw new Error('an environment must come out as it went in');
  return changed;
}

function base(): Environment {
  const environment = shipped('dev');
  const backend = backendOf(environment);
  const scaling = { ...backend.scaling, minReplicas: replicas };
  return withWorkload(environment, { ...backend, lifecycle: seedLifecycle, rollout: { surge: 10, settle: '0s' }, scaling });
}

const about = { kind: 'deployment', namespace: namespaces.backend, name: 'backend' };

/** Waits until all pods have the previous version. */
async function comesToRest(cluster: Cluster, environment: Environment): Promise<void> {
  await cluster.patch(about, { spec: { paused: false } });
  await applyManifests(cluster, only(environment, ''));
  await eventually('every pod is of the old version', () => cluster.get(about), {
    until: (deployment) =>
      numberAt(deployment, ['status', 'observedGeneration']) === numberAt(deployment, ['metadata', 'generation']) &&
      ['replicas', 'updatedReplicas', 'availableReplicas'].every((count) => numberAt(deployment, ['status', count]) === replicas),
    timeout: '120s',
  });
}

/** Applies the new version, whose pods take some seconds to get ready, and holds its release as soon as one is. */
async function halfReleased(cluster: Cluster, environment: Environment): Promise<readonly PlacedPod[]> {
  const { image, namespace, name } = backendOf(environment);
  await applyManifests(cluster, only(environment, '6s'));
  const isNew = (pod: PlacedPod): boolean => pod.image === image;
  const seen = (pods: readonly PlacedPod[]): boolean => pods.some((pod) => isNew(pod) && pod.ready) && pods.some((pod) => !isNew(pod) && pod.ready);
  await eventually('a new pod is ready beside old ones', () => podsOf(cluster, namespace, name), {
    until: seen,
    timeout: '60s',
    interval: '200ms',
  });
  await cluster.patch(about, { spec: { paused: true } });
  // endpoints follow within about a second; pods that are gone by then do not count
  return eventually('both versions are known', () => podsOf(cluster, namespace, name), { until: seen });
}

/** The files of the workload; its pods get ready after a delay. */
function only(environment: Environment, delay: `${number}s` | ''): Manifests {
  return Manifests.of(environment).only(['namespaces.yaml', 'backend.yaml', 'gateway.yaml'], (yaml) =>
    delay === ''
      ? yaml
      : yaml.replace(/^( +)(cluster-autoscaler.kubernetes.io\/safe-to-evict: "true")$/m, `$1$2\n$1pod-ready.stage.kwok.x-k8s.io/delay: ${delay}`),
  );
}

/** Checks that the comparison can fail, with a policy that states the port by number. */
async function numbersAreFound(cluster: Cluster, workload: WebWorkload, pods: readonly PlacedPod[]): Promise<void> {
  const { namespace, port } = workload;
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'by-number', namespace },
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': workload.name } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port, protocol: 'TCP' }] }],
    },
  };
  await cluster.apply([policy]);
  const found = await selectsUnevenly(cluster, workload, pods);
  if (!found.some((what) => what.includes('by-number'))) throw new Error(`a policy by number must be found, received ${found.join('; ') || 'nothing'}`);
  await cluster.kubectl(['delete', 'networkpolicy', 'by-number', '--namespace', namespace]);
}

/** Pods without the label of kube-state-metrics by which rules select a workload's pods. */
async function unknownToRules(stateMetrics: Running, { name }: WebWorkload, pods: readonly PlacedPod[]): Promise<readonly string[]> {
  const text = async (): Promise<string> => (await fetch(`${stateMetrics.url}/metrics`)).text();
  const known = (lines: readonly string[], pod: string): boolean =>
    lines.some((line) => line.startsWith('kube_pod_labels{') && line.includes(`pod="${pod}"`) && line.includes(`label_app_kubernetes_io_name="${name}"`));
  const lines = (await text()).split('\n');
  return pods.filter((pod) => !known(lines, pod.name)).map((pod) => `${components.kubeStateMetrics} does not show ${pod.name} as a pod of ${name}`);
}
