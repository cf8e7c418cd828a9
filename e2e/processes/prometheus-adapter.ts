import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AggregatedApi, aggregate } from '../cluster/aggregated-api';
import { binaryOf } from '../toolchain/build';
import { type Cluster, type ServiceAccountReference } from '../cluster/cluster';
import { freePort } from './free-ports';
import { servingRequest } from '../cluster/pki';
import { mergeFlags } from './flags';
import { type Running } from './process';

export interface PrometheusAdapterOptions {
  readonly cluster: Cluster;
  /** It runs as this one, so what the applied RBAC objects do not allow fails here too. */
  readonly serviceAccount: ServiceAccountReference;
  readonly service: AggregatedApi['service'];
  /** The adapter's rules, as YAML. */
  readonly config: string;
  readonly prometheusUrl: string;
  /** Groups to register; which ones it serves depends on the rules. @default - custom.metrics.k8s.io, v1beta1 and v1beta2 */
  readonly groups?: readonly Pick<AggregatedApi, 'group' | 'versions'>[];
  /** Arguments as in the manifest; those about files, addresses and identity are replaced. @default - none */
  readonly args?: readonly string[];
}

const CUSTOM_METRICS = { group: 'custom.metrics.k8s.io', versions: ['v1beta2', 'v1beta1'] };

/** Serves metrics from Prometheus to the HPA. Resolves when the API server finds its groups available. */
export async function startPrometheusAdapter(options: PrometheusAdapterOptions): Promise<Running> {
  const { cluster, service } = options;
  const port = await freePort();
  const running = await cluster.processes.start({
    name: 'prometheus-adapter',
    command: binaryOf('prometheus-adapter'),
    args: mergeFlags(options.args ?? [], await placeFlags(options, port)),
    url: `https://127.0.0.1:${port}`,
    readyPath: '/readyz',
    caFile: cluster.caFile,
  });
  for (const group of options.groups ?? [CUSTOM_METRICS]) await aggregate(cluster, { ...group, service, port });
  return running;
}

/** What depends on where the process runs. */
async function placeFlags(options: PrometheusAdapterOptions, port: number): Promise<readonly string[]> {
  const { cluster } = options;
  const [kubeconfig, serving] = await Promise.all([
    cluster.kubeconfigFor(options.serviceAccount),
    cluster.pki.authority.sign('prometheus-adapter', servingRequest(options.service)),
  ]);
  const configFile = join(cluster.processes.scratchFolder('prometheus-adapter'), 'config.yaml');
  await writeFile(configFile, options.config);
  return [
    `--config=${configFile}`,
    `--prometheus-url=${options.prometheusUrl}`,
    `--lister-kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${serving.certificateFile}`,
    `--tls-private-key-file=${serving.keyFile}`,
  ];
}
