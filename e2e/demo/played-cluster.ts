/**
 * Simulates kubelet, kube-state-metrics and Alertmanager for the demo's one pod, with the metrics that rules use. CPU and memory are those of the real
 * process. The pod's start is in the past, because CPU is ignored during a start. One replica is ready, the one that the demo starts. There are no metrics of an autoscaler, because nothing scales here.
 */
import type { Environment } from '../../config/environment';
import { jobs, metrics } from '../../config/telemetry';
import { LoopbackServer } from '../processes/loopback-server';
import { backendOf } from '../platform/environment';
import type { Target } from '../platform/prometheus-placement';
import type { Running } from '../processes/process';
import { cpuSeconds, residentBytes } from '../processes/process-usage';
import { shownNameLabel } from '../rules/series';

export interface PlayedCluster {
  /** Targets of Prometheus, by job. */
  readonly targets: Readonly<Record<string, readonly Target[]>>;
  /** Address `host:port` that accepts alerts and drops them. */
  readonly alertmanager: string;
  stop(): Promise<void>;
}

export interface PlayedClusterOptions {
  readonly environment: Environment;
  /** The process behind the pod; `undefined` until it runs. */
  readonly pod: () => Pick<Running, 'name' | 'pid'> | undefined;
}

/** A name as the Deployment's controller gives it. */
function podName(workload: string): string {
  return `${workload}-demo-00001`;
}

export async function startPlayedCluster({ environment, pod }: PlayedClusterOptions): Promise<PlayedCluster> {
  const server = await LoopbackServer.start((request, response) => {
    const kubelet = request.url === '/kubelet';
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(kubelet ? kubeletText(environment, pod()) : request.url === '/state' ? stateText(environment, pod()) : '');
  });
  // by HTTP, although the scrape job of kubelets uses HTTPS
  const target = (path: string): readonly Target[] => [{ address: server.address, labels: { instance: 'played', __scheme__: 'http', __metrics_path__: path } }];
  return {
    targets: {
      [jobs.kubelet]: target('/kubelet'),
      [jobs.kubeletSelf]: target('/nothing'),
      [jobs.kubeStateMetrics]: target('/state'),
      [jobs.alertmanager]: target('/nothing'),
      [jobs.metricsAdapter]: target('/nothing'),
      [jobs.grafana]: target('/nothing'),
    },
    alertmanager: server.address,
    stop: () => server.stop(),
  };
}

/** CPU and memory from /proc; without /proc there are none, and the signals of CPU and memory are not published. */
export function kubeletText(environment: Environment, running: Pick<Running, 'name' | 'pid'> | undefined): string {
  if (running?.pid === undefined || process.platform !== 'linux') return '';
  const { name, namespace } = backendOf(environment);
  const labels = { namespace, pod: podName(name), container: name };
  return lines([
    [metrics.cpuUsage.name, labels, cpuSeconds(running)],
    [metrics.workingSet.name, labels, residentBytes(running)],
  ]);
}

/** Time of the pod's start and readiness: 1970, so that no rule about starts applies. */
const started = 0;

export function stateText(environment: Environment, running: Pick<Running, 'name' | 'pid'> | undefined): string {
  const { name, namespace } = backendOf(environment);
  const [ofDeployment, ofPod] = [
    { namespace, deployment: name },
    { namespace, pod: podName(name) },
  ];
  const wanted: readonly Sample[] = [[metrics.wantedReplicas.name, ofDeployment, 1]];
  if (running?.pid === undefined) return lines([[metrics.readyReplicas.name, ofDeployment, 0], ...wanted]);
  return lines([
    [metrics.readyReplicas.name, ofDeployment, 1],
    ...wanted,
    [metrics.podLabels.name, { ...ofPod, [shownNameLabel]: name }, 1],
    [metrics.containerStarted.name, { ...ofPod, container: name }, started],
    [metrics.podReadySince.name, ofPod, started],
  ]);
}

type Sample = readonly [name: string, labels: Readonly<Record<string, string>>, value: number];

function lines(samples: readonly Sample[]): string {
  const text = (labels: Readonly<Record<string, string>>): string =>
    Object.entries(labels)
      .map(([label, value]) => `${label}="${value}"`)
      .join(',');
  return samples.map(([name, labels, value]) => `${name}{${text(labels)}} ${value}\n`).join('');
}
