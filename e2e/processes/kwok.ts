import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import { kwokConfig } from '../cluster/kwok-config';
import { type Pki } from '../cluster/pki';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface KwokOptions {
  readonly processes: ProcessGroup;
  readonly kubeconfig: string;
  readonly pki: Pki;
}

/** Where every node of kwok serves what a kubelet would; nodes differ by path. */
const NODE_ADDRESS = '127.0.0.1';

/** Path of a node's resource metrics; metrics-server reads it from the annotation `metrics.k8s.io/resource-metrics-path`. */
export function resourceMetricsPath(node: string): string {
  return `/metrics/nodes/${node}/metrics/resource`;
}

/** Pretends to be the kubelet of every node: heartbeats, pods that become ready, volumes, resource metrics. Runs no container. */
export async function startKwok({ processes, kubeconfig, pki }: KwokOptions): Promise<Running> {
  const [port, serving, config] = await Promise.all([
    freePort(),
    pki.authority.sign('kwok', { commonName: 'kwok', dnsNames: ['localhost'], addresses: [NODE_ADDRESS] }),
    kwokConfig(),
  ]);
  const configFile = join(pki.folder, 'kwok.yaml');
  await writeFile(configFile, config);
  return processes.start({
    name: 'kwok',
    command: binaryOf('kwok'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--config=${configFile}`,
      '--manage-all-nodes',
      '--cidr=10.244.0.0/16',
      `--node-ip=${NODE_ADDRESS}`,
      `--node-port=${port}`,
      `--server-address=${NODE_ADDRESS}:${port}`,
      '--node-lease-duration-seconds=40',
      `--tls-cert-file=${serving.certificateFile}`,
      `--tls-private-key-file=${serving.keyFile}`,
    ],
    url: `https://${NODE_ADDRESS}:${port}`,
    readyPath: '/healthz',
    caFile: pki.authority.certificateFile,
  });
}
