import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { components, namespaces, ports } from '../../config/names';
import { jobs } from '../../config/telemetry';
import { eventually, holds } from '../waiting/assertions';
import { binaryOf } from '../toolchain/build';
import type { Cluster } from '../cluster/cluster';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { stringAt } from '../cluster/kubernetes-object';
import { appliedCluster } from '../platform/applied-cluster';
import { discoveringPrometheus } from '../platform/discovering-prometheus';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Running } from '../processes/process';
import { startPrometheus } from '../processes/prometheus';
import { prometheusTargets, type ActiveTarget } from '../prometheus/prometheus-targets';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const account = { namespace: namespaces.observability, name: components.prometheus };
const gateway = { kind: 'pod', namespace: namespaces.observability, name: 'otel-gateway-played' };

/** Prometheus' own code chooses targets from objects of a real API server. Scrapes fail, because pods have addresses but no containers here. */
export const scenario: Scenario = {
  name: 'service-discovery',
  title:
    "the generated configuration discovers, with Prometheus' own rights, each node once and each pod to be scraped at its one port, and drops a pod that failed",
  tags: ['smoke', 'full'],
  needs: [...CLUSTER_PROGRAMS, 'prometheus', 'promtool'],
  async run(context) {
    const manifests = Manifests.of(shipped('dev'));
    const { 'prometheus.yml': generated = '' } = manifests.configFiles(/^prometheus-config$/);
    await checked(context, generated);
    const cluster = await appliedCluster(context, 'dev');
    const prometheus = await discovering(cluster, manifests, generated);
    await findsNodes(context, cluster, prometheus);
    await findsStateMetrics(context, cluster, prometheus);
    await findsGateway(context, cluster, prometheus);
  },
};

/** Rejects with promtool's output. Only the syntax is checked, because the files in the configuration exist only in a pod. */
async function checked(context: ScenarioContext, generated: string): Promise<void> {
  const file = join(context.folder, 'generated-prometheus.yml');
  await writeFile(file, generated);
  await promisify(execFile)(binaryOf('promtool'), ['check', 'config', '--syntax-only', '--lint=all', '--lint-fatal', file]);
  context.report('promtool accepts the configuration as it was generated');
}

async function discovering(cluster: Cluster, manifests: Manifests, generated: string): Promise<Running> {
  const rules = manifests.configFiles(/^prometheus-rules-/);
  const credentialsFile = join(cluster.processes.scratchFolder('prometheus-credentials'), 'token');
  await writeFile(credentialsFile, (await cluster.kubectl(['create', 'token', account.name, '--namespace', account.namespace])).trim(), { mode: 0o600 });
  const config = discoveringPrometheus(generated, {
    kubeconfig: await cluster.kubeconfigFor(account),
    credentialsFile,
    caFile: cluster.caFile,
    ruleFiles: Object.keys(rules),
  });
  return startPrometheus({ processes: cluster.processes, files: { 'prometheus.yml': config, ...rules }, args: manifests.args(components.prometheus) });
}

async function findsNodes(context: ScenarioContext, cluster: Cluster, prometheus: Running): Promise<void> {
  const nodes = (await cluster.list('nodes')).map(({ metadata }) => metadata.name).sort();
  const found = async (): Promise<string> =>
    (await activeOf(prometheus, jobs.kubelet))
      .map(({ labels }) => labels['node'] ?? '(no label)')
      .sort()
      .join();
  await eventually(`job ${jobs.kubelet} has one target for each of ${nodes.join()}`, found, { until: (names) => names === nodes.join() });
  context.report(`job ${jobs.kubelet}: ${nodes.join(', ')}`);
}

/** Checks the target of kube-state-metrics: its pod has a second port with its own metrics, and Prometheus' pod is in the same namespace. */
async function findsStateMetrics(context: ScenarioContext, cluster: Cluster, prometheus: Running): Promise<void> {
  const expected = await eventually('kube-state-metrics has a pod with an address', () => stateMetricsTargets(cluster), {
    until: (targets) => targets.length === 1 && !targets.join().includes('undefined'),
  });
  await eventually(`job ${jobs.kubeStateMetrics} is ${expected.join()}`, () => targetTexts(prometheus, jobs.kubeStateMetrics), {
    until: (targets) => targets.join() === expected.join(),
  });
  context.report(`job ${jobs.kubeStateMetrics}: ${expected.join(', ')}`);
}

async function stateMetricsTargets(cluster: Cluster): Promise<readonly string[]> {
  const selector = `app.kubernetes.io/name=${components.kubeStateMetrics}`;
  const pods = await cluster.list('pods', { namespace: namespaces.observability, selector });
  return pods.map((pod) => targetText(pod.metadata.name, `http://${String(stringAt(pod, ['status', 'podIP']))}:8080/metrics`));
}

async function findsGateway(context: ScenarioContext, cluster: Cluster, prometheus: Running): Promise<void> {
  const absent = async (): Promise<readonly string[]> => [...(await targetTexts(prometheus, jobs.gateway)), ...(await targetTexts(prometheus, jobs.optimizer))];
  // without the gateways of the manifests, because the test is about a new one
  await cluster.patch({ kind: 'statefulset', namespace: namespaces.observability, name: components.collectorGateway }, { spec: { replicas: 0 } });
  await cluster.patch({ kind: 'deployment', namespace: namespaces.observability, name: components.optimizer }, { spec: { replicas: 0 } });
  await eventually('the manifests’ own gateways and optimizers are gone', absent, { until: (targets) => targets.length === 0, timeout: '60s' });
  await holds('what has no pods has no targets', absent, { while: (targets) => targets.length === 0, for: '2s' });
  context.report(`jobs ${jobs.gateway} and ${jobs.optimizer}: no pods and no targets`);
  await cluster.apply([gatewayPod]);
  const [target] = await eventually(`job ${jobs.gateway} has the new pod`, () => targetTexts(prometheus, jobs.gateway), {
    until: ([found, ...others]) => found !== undefined && found.startsWith(`${gateway.name} `) && others.length === 0,
  });
  context.report(`job ${jobs.gateway}: ${String(target)}`);
  await cluster.patch(gateway, { status: { phase: 'Failed' } }, { subresource: 'status' });
  await eventually('the failed pod is known and dropped', () => phasesOfGateway(prometheus), { until: (phases) => phases === 'active none, dropped Failed' });
  context.report(`job ${jobs.gateway}: dropped after its pod failed`);
}

/** Whether the pod's port is scraped, and the phase in which it is dropped, by any job that would keep it otherwise. */
async function phasesOfGateway({ url }: Running): Promise<string> {
  const { active, dropped } = await prometheusTargets(url);
  const kept = active.filter(({ labels }) => labels['instance'] === gateway.name).map(({ job }) => job);
  const phases = dropped
    .filter((labels) => labels['job'] === jobs.gateway && labels['__meta_kubernetes_pod_name'] === gateway.name)
    .map((labels) => labels['__meta_kubernetes_pod_phase'] ?? '(no phase)');
  return `active ${kept.join() || 'none'}, dropped ${phases.join() || 'none'}`;
}

async function activeOf({ url }: Running, job: string): Promise<readonly ActiveTarget[]> {
  return (await prometheusTargets(url)).active.filter((target) => target.job === job);
}

async function targetTexts(prometheus: Running, job: string): Promise<readonly string[]> {
  return (await activeOf(prometheus, job)).map(({ labels, scrapeUrl }) => targetText(labels['instance'], scrapeUrl));
}

function targetText(instance = '(no instance)', url: string): string {
  return `${instance} ${url}`;
}

/** A pod like a gateway's in the fields that discovery reads. */
const gatewayPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: gateway.name, namespace: gateway.namespace, labels: { 'app.kubernetes.io/name': components.collectorGateway } },
  spec: {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'collector',
        image: 'collector.example/collector:1.0.0',
        ports: [{ name: 'metrics', containerPort: ports.collectorMetrics }],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
};
