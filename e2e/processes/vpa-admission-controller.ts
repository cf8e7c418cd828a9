import { binaryOf } from '../toolchain/build';
import { type Cluster, type ServiceAccountReference } from '../cluster/cluster';
import { freePort } from './free-ports';
import { type Running } from './process';

export interface VpaAdmissionControllerOptions {
  /** Must have the VerticalPodAutoscaler kinds. */
  readonly cluster: Cluster;
  /** It runs as this one. */
  readonly serviceAccount: ServiceAccountReference;
}

/** States recommended requests on pods that are created, as a webhook that it registers with the API server itself, some ten seconds after it is ready. */
export async function startVpaAdmissionController({ cluster, serviceAccount }: VpaAdmissionControllerOptions): Promise<Running> {
  const [port, metrics] = [await freePort(), await freePort()];
  const { certificateFile, keyFile } = await cluster.pki.authority.sign('vpa-webhook', { commonName: 'localhost', dnsNames: ['localhost'] });
  return cluster.processes.start({
    name: 'vpa-admission-controller',
    command: binaryOf('vpa-admission-controller'),
    args: [
      `--kubeconfig=${await cluster.kubeconfigFor(serviceAccount)}`,
      `--address=127.0.0.1:${metrics}`,
      `--port=${port}`,
      ...['--register-by-url', '--webhook-address=https://localhost', `--webhook-port=${port}`],
      ...[`--client-ca-file=${cluster.caFile}`, `--tls-cert-file=${certificateFile}`, `--tls-private-key=${keyFile}`],
    ],
    url: `http://127.0.0.1:${metrics}`,
    readyPath: '/health-check',
  });
}
