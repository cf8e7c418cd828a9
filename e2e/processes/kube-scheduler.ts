import { binaryOf } from '../toolchain/build';
import { type ControlPlaneClientOptions, controlPlaneClient } from './control-plane-client';
import { mergeFlags } from './flags';
import { type Running } from './process';

/** Places pods on nodes, with topology spread, affinity, taints and requests as in a real cluster. */
export async function startKubeScheduler(options: ControlPlaneClientOptions): Promise<Running> {
  const client = await controlPlaneClient('kube-scheduler', options);
  return options.processes.start({
    name: 'kube-scheduler',
    command: binaryOf('kube-scheduler'),
    args: mergeFlags(client.args, options.flags ?? []),
    url: client.url,
    readyPath: '/healthz',
    caFile: options.pki.authority.certificateFile,
  });
}
