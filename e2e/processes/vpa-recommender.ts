import { binaryOf } from '../toolchain/build';
import { type Cluster, type ServiceAccountReference } from '../cluster/cluster';
import { freePort } from './free-ports';
import { mergeFlags } from './flags';
import { type Running } from './process';

export interface VpaRecommenderOptions {
  /** Must have the VerticalPodAutoscaler kinds and `metrics.k8s.io`. */
  readonly cluster: Cluster;
  /** It runs as this one, so what the applied RBAC objects do not allow fails here too. */
  readonly serviceAccount: ServiceAccountReference;
  /** Arguments as in the manifest; those about addresses and identity are replaced. @default - none */
  readonly args?: readonly string[];
}

/** Writes recommendations into the status of VerticalPodAutoscaler objects. */
export async function startVpaRecommender(options: VpaRecommenderOptions): Promise<Running> {
  const { cluster } = options;
  const address = `127.0.0.1:${await freePort()}`;
  return cluster.processes.start({
    name: 'vpa-recommender',
    command: binaryOf('vpa-recommender'),
    args: mergeFlags(options.args ?? [], [`--kubeconfig=${await cluster.kubeconfigFor(options.serviceAccount)}`, `--address=${address}`]),
    url: `http://${address}`,
    readyPath: '/health-check',
  });
}
