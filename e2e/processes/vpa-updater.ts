import { binaryOf } from '../toolchain/build';
import { type Cluster, type ServiceAccountReference } from '../cluster/cluster';
import { freePort } from './free-ports';
import { mergeFlags } from './flags';
import { type Running } from './process';

export interface VpaUpdaterOptions {
  /** Must have the VerticalPodAutoscaler kinds. */
  readonly cluster: Cluster;
  /** It runs as this one. */
  readonly serviceAccount: ServiceAccountReference;
  /** Arguments in place of its defaults. @default - none */
  readonly args?: readonly string[];
}

/** Resizes and evicts pods whose requests are far from their recommendation. It does nothing while no admission controller shows signs of life. */
export async function startVpaUpdater({ cluster, serviceAccount, args = [] }: VpaUpdaterOptions): Promise<Running> {
  const address = `127.0.0.1:${await freePort()}`;
  return cluster.processes.start({
    name: 'vpa-updater',
    command: binaryOf('vpa-updater'),
    args: mergeFlags(args, [`--kubeconfig=${await cluster.kubeconfigFor(serviceAccount)}`, `--address=${address}`]),
    url: `http://${address}`,
    readyPath: '/health-check',
  });
}
