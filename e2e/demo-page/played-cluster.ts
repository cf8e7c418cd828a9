/**
 * What a cluster would say of the demo's one pod: kubelet, kube-state-metrics and Alertmanager, as far as the rules ask for them. CPU and memory are those of the real
 * process; that one replica is ready is what the demo starts. Nobody scales here, so nothing is said of an autoscaler.
 */
import type { Environment } from '../../config/environment';
import { jobs, metrics } from '../../config/telemetry';
import { LoopbackServer } from '../loopback-server';
import { backendOf } from '../platform/environment';
import type { Target } from '../platform/prometheus-placement';
import type { Running } from '../processes/process';
import { cpuSeconds, residentBytes } from '../processes/process-usage';

export interface PlayedCluster {
  /** Where Prometheus scrapes it, by job. */
  readonly targets: Readonly<Record<string, readonly Target[]>>;
  /** Takes alerts and forgets them, `host:port`. */
  readonly alertmanager: string;
  stop(): Promise<void>;
}

export interface PlayedClusterOptions {
  readonly environment: Environment;
  /** The process behind the pod; `undefined` until it runs. */
  readonly pod: () => Pick<Running, 'name' | 'pid'> | undefined;
}

/** A name as the Deployment's controller gives it: the rules tell pods of one workload from those of another by it. */
export function podName(workload: string): string {
  return `${workload}-demo-00001`;
}

export async function startPlayedCluster({ environment, pod }: PlayedClusterOptions): Promise<PlayedCluster> {
  const server = await LoopbackServer.start((request, response) => {
    const kubelet = request.url === '/kubelet';
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(kubelet ? kubeletText(environment, pod()) : request.url === '/state' ? stateText(environment, pod()) : '');
  });
  // kubelets are asked by HTTPS, and this is none
  const target = (path: string): readonly Target[] => [{ address: server.address, labels: { instance: 'played', __scheme__: 'http', __metrics_path__: path } }];
  return {
    targets: {
      [jobs.kubelet]: target('/kubelet'),
      [jobs.kubeletSelf]: target('/nothing'),
      [jobs.kubeStateMetrics]: target('/state'),
      [jobs.alertmanager]: target('/nothing'),
    },
    alertmanager: server.address,
    stop: () => server.stop(),
  };
}

/** The kernel's figures where there is /proc; elsewhere the kubelet has nothing to say, and the signals of CPU and memory are not published. */
export function kubeletText(environment: Environment, running: Pick<Running, 'name' | 'pid'> | undefined): string {
  if (running?.pid === undefined || process.platform !== 'linux') return '';
  const { name, namespace } = backendOf(environment);
  const labels = { namespace, pod: podName(name), container: name };
  return lines([
    [metrics.cpuUsage.name, labels, cpuSeconds(running)],
    [metrics.workingSet.name, labels, residentBytes(running)],
  ]);
}

export function stateText(environment: Environment, running: Pick<Running, 'name' | 'pid'> | undefined): string {
  const { name, namespace } = backendOf(environment);
  const labels = { namespace, deployment: name };
  return lines([
    [metrics.readyReplicas.name, labels, running?.pid === undefined ? 0 : 1],
    [metrics.wantedReplicas.name, labels, 1],
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
