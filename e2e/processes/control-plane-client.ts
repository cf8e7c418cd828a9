import { join } from 'node:path';
import { freePort } from './free-ports';
import { writeKubeconfig } from '../cluster/kubeconfig';
import { type Pki } from '../cluster/pki';
import { type ProcessGroup } from './process-group';

/** What a control plane process needs besides its own options: it is a client of the API server and serves its health. */
export interface ControlPlaneClientOptions {
  readonly processes: ProcessGroup;
  readonly apiserverUrl: string;
  readonly pki: Pki;
  /** Further flags, `--name=value`; they take the place of ours of the same name. @default - none */
  readonly flags?: readonly string[];
}

export interface ControlPlaneClient {
  /** URL of the port the process has to serve its health on. */
  readonly url: string;
  readonly args: readonly string[];
}

/** A kubeconfig for `system:<name>`, the user that the API server's own RBAC rules know, and a serving certificate. */
export async function controlPlaneClient(name: string, options: ControlPlaneClientOptions): Promise<ControlPlaneClient> {
  const { authority } = options.pki;
  const [port, serving, keyPair] = await Promise.all([
    freePort(),
    authority.sign(`${name}-serving`, { commonName: name, dnsNames: ['localhost'], addresses: ['127.0.0.1'] }),
    authority.sign(name, { commonName: `system:${name}` }),
  ]);
  const kubeconfig = await writeKubeconfig(join(options.pki.folder, `${name}.kubeconfig`), {
    server: options.apiserverUrl,
    caFile: authority.certificateFile,
    credentials: { kind: 'certificate', keyPair },
  });
  return {
    url: `https://127.0.0.1:${port}`,
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      '--leader-elect=false',
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--tls-cert-file=${serving.certificateFile}`,
      `--tls-private-key-file=${serving.keyFile}`,
    ],
  };
}
