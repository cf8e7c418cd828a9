import { aggregate } from '../cluster/aggregated-api';
import { binaryOf } from '../toolchain/build';
import { type Cluster } from '../cluster/cluster';
import type { Duration } from '../../config/duration';
import { freePort } from './free-ports';
import { servingRequest } from '../cluster/pki';
import { type Running } from './process';

export interface MetricsServerOptions {
  readonly cluster: Cluster;
  /** How often the nodes are read; metrics-server allows 10 s and more. @default 10 s */
  readonly resolution?: Duration;
}

const SERVICE = { namespace: 'kube-system', name: 'metrics-server' };
/** Must be shorter than the resolution, or metrics-server panics. */
const KUBELET_TIMEOUT = '5s';

/** Serves `metrics.k8s.io`, which GKE provides, from the usage that pods state in annotations (see kwok's configuration). */
export async function startMetricsServer({ cluster, resolution = '10s' }: MetricsServerOptions): Promise<Running> {
  const port = await freePort();
  const serving = await cluster.pki.authority.sign('metrics-server', servingRequest(SERVICE));
  const running = await cluster.processes.start({
    name: 'metrics-server',
    command: binaryOf('metrics-server'),
    args: [
      `--kubeconfig=${cluster.adminKubeconfig}`,
      `--authentication-kubeconfig=${cluster.adminKubeconfig}`,
      `--authorization-kubeconfig=${cluster.adminKubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--tls-cert-file=${serving.certificateFile}`,
      `--tls-private-key-file=${serving.keyFile}`,
      `--kubelet-certificate-authority=${cluster.caFile}`,
      '--kubelet-use-node-status-port',
      '--kubelet-preferred-address-types=InternalIP',
      `--kubelet-request-timeout=${KUBELET_TIMEOUT}`,
      `--metric-resolution=${resolution}`,
    ],
    url: `https://127.0.0.1:${port}`,
    readyPath: '/livez',
    caFile: cluster.caFile,
  });
  await aggregate(cluster, { group: 'metrics.k8s.io', versions: ['v1beta1'], service: SERVICE, port });
  return running;
}
