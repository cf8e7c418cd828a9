import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import { type Pki } from '../cluster/pki';
import { mergeFlags } from './flags';
import { type ProcessGroup } from './process-group';
import { type Running } from './process';

export interface KubeApiserverOptions {
  readonly processes: ProcessGroup;
  readonly etcdUrl: string;
  readonly pki: Pki;
  /** Further flags, `--name=value`; they take the place of ours of the same name. @default - none */
  readonly flags?: readonly string[];
}

/** First address of the service range, where clients inside a cluster find the API server. */
const SERVICE_RANGE = '10.96.0.0/16';
const SERVICE_ADDRESS = '10.96.0.1';

/** The API server with RBAC and the default admission plugins, PodSecurity among them. */
export async function startKubeApiserver(options: KubeApiserverOptions): Promise<Running> {
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  return options.processes.start({
    name: 'kube-apiserver',
    command: binaryOf('kube-apiserver'),
    args: mergeFlags(
      [
        `--etcd-servers=${options.etcdUrl}`,
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        `--secure-port=${port}`,
        `--service-cluster-ip-range=${SERVICE_RANGE}`,
        // It would publish the loopback address as endpoint of the Service "kubernetes", which validation refuses.
        '--endpoint-reconciler-type=none',
        '--authorization-mode=RBAC',
        ...(await identityFlags(options.pki)),
        ...(await aggregationFlags(options.pki)),
      ],
      options.flags ?? [],
    ),
    url,
    readyPath: '/readyz',
    caFile: options.pki.authority.certificateFile,
  });
}

async function identityFlags({ authority, serviceAccountKey }: Pki): Promise<readonly string[]> {
  const serving = await authority.sign('kube-apiserver', {
    commonName: 'kube-apiserver',
    dnsNames: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
    addresses: ['127.0.0.1', SERVICE_ADDRESS],
  });
  return [
    `--tls-cert-file=${serving.certificateFile}`,
    `--tls-private-key-file=${serving.keyFile}`,
    `--client-ca-file=${authority.certificateFile}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${serviceAccountKey.publicFile}`,
    `--service-account-signing-key-file=${serviceAccountKey.privateFile}`,
  ];
}

/** Without these the ConfigMap kube-system/extension-apiserver-authentication is missing what aggregated API servers wait for. */
async function aggregationFlags({ frontProxyAuthority }: Pki): Promise<readonly string[]> {
  const commonName = 'front-proxy-client';
  const client = await frontProxyAuthority.sign(commonName, { commonName });
  return [
    `--requestheader-client-ca-file=${frontProxyAuthority.certificateFile}`,
    `--requestheader-allowed-names=${commonName}`,
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${client.certificateFile}`,
    `--proxy-client-key-file=${client.keyFile}`,
  ];
}
