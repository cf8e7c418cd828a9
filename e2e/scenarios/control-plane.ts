import { eventually } from '../waiting/assertions';
import { type Cluster } from '../cluster/cluster';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { formatDuration } from '../waiting/stopwatch';
import { numberAt, stringAt } from '../cluster/kubernetes-object';
import { startMetricsServer } from '../processes/metrics-server';
import { type Scenario } from '../runner/scenario';

const NAMESPACE = 'shop';
const REPLICAS = 3;

/** The control plane that other scenarios use. */
export const scenario: Scenario = {
  name: 'control-plane',
  title: 'pods become ready, metrics-server serves what they use, and a restricted namespace refuses a root pod',
  tags: ['full'],
  needs: [...CLUSTER_PROGRAMS, 'metrics-server'],
  async run(context) {
    const cluster = await context.startCluster();
    context.report(`control plane ready in ${formatDuration(cluster.readyAfter)}`);
    await cluster.apply([restrictedNamespace, deployment]);
    await allPodsReady(cluster);
    context.report(`${REPLICAS} pods are ready`);
    await refusesRootPod(cluster);
    context.report('the root pod was refused');
    await startMetricsServer({ cluster });
    await servesUsage(cluster);
    context.report('metrics-server serves CPU and memory');
  },
};

const restrictedNamespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: NAMESPACE },
  spec: {
    replicas: REPLICAS,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: {
        labels: { app: 'web' },
        annotations: { 'kwok.x-k8s.io/usage-cpu': '200m', 'kwok.x-k8s.io/usage-memory': '64Mi' },
      },
      spec: {
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        initContainers: [container('prepare')],
        containers: [container('web')],
      },
    },
  },
};

function container(name: string): object {
  return {
    name,
    image: 'example.test/web:1',
    resources: { requests: { cpu: '250m', memory: '128Mi' }, limits: { memory: '128Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

async function allPodsReady(cluster: Cluster): Promise<void> {
  await eventually(
    `${REPLICAS} replicas are ready`,
    async () => numberAt(await cluster.get({ kind: 'deployment', name: 'web', namespace: NAMESPACE }), ['status', 'readyReplicas']),
    { until: (ready) => ready === REPLICAS },
  );
}

async function refusesRootPod(cluster: Cluster): Promise<void> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'root', namespace: NAMESPACE },
    spec: { securityContext: { runAsUser: 0 }, containers: [{ name: 'root', image: 'example.test/root:1' }] },
  };
  const answer = await cluster.apply([pod]).then(
    () => 'admitted',
    (error: unknown) => String(error),
  );
  if (!answer.includes('violates PodSecurity "restricted')) {
    throw new Error(`expected PodSecurity to refuse a pod that runs as root, got: ${answer}`);
  }
}

/** metrics-server derives a rate from two readings, so the first value comes after two of its intervals of 10 s. */
async function servesUsage(cluster: Cluster): Promise<void> {
  const usage = async (): Promise<readonly (string | undefined)[][]> => {
    const pods = await cluster.list('pods.metrics.k8s.io', { namespace: NAMESPACE });
    return pods.map((pod) => ['cpu', 'memory'].map((resource) => stringAt(pod, ['containers', 0, 'usage', resource])));
  };
  await eventually('every pod uses about 200m CPU and 64Mi', usage, {
    until: (pods) => pods.length === REPLICAS && pods.every(([cpu, memory]) => isAbout200Millicores(cpu) && memory === '64Mi'),
    timeout: '60s',
  });
}

/** Readings are milliseconds apart from when their value was computed, hence a tolerance of 5 %. */
function isAbout200Millicores(quantity: string | undefined): boolean {
  const nanocores = /^(\d+)n$/.exec(quantity ?? '')?.[1];
  return nanocores !== undefined && Math.abs(Number(nanocores) / 1e6 - 200) <= 10;
}
