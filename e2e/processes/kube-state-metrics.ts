import { binaryOf } from '../toolchain/build';
import { type Cluster, type ServiceAccountReference } from '../cluster/cluster';
import { freePort } from './free-ports';
import { mergeFlags } from './flags';
import { type Running } from './process';

export interface KubeStateMetricsOptions {
  readonly cluster: Cluster;
  /** It runs as this one, so what the applied RBAC objects do not allow fails here too. */
  readonly serviceAccount: ServiceAccountReference;
  /** Arguments as in the manifest; those about addresses and identity are replaced. @default - none */
  readonly args?: readonly string[];
}

/** Serves the state of the cluster's objects as metrics under `/metrics`. Without the right to list, series are missing: its log says which. */
export async function startKubeStateMetrics(options: KubeStateMetricsOptions): Promise<Running> {
  const { cluster } = options;
  const [port, telemetryPort] = [await freePort(), await freePort()];
  return cluster.processes.start({
    name: 'kube-state-metrics',
    command: binaryOf('kube-state-metrics'),
    args: mergeFlags(options.args ?? [], [
      `--kubeconfig=${await cluster.kubeconfigFor(options.serviceAccount)}`,
      '--host=127.0.0.1',
      `--port=${port}`,
      '--telemetry-host=127.0.0.1',
      `--telemetry-port=${telemetryPort}`,
    ]),
    url: `http://127.0.0.1:${port}`,
    readyPath: '/healthz',
  });
}
