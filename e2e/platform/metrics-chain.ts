/** Prometheus and its adapter as generated, for a cluster on this machine: the part of the platform that turns metrics into replicas. */
import type { Environment } from '../../config/environment';
import { components, namespaces } from '../../config/names';
import { seconds } from '../../config/duration';
import { jobs } from '../../config/telemetry';
import type { Cluster } from '../cluster/cluster';
import { startKubeStateMetrics } from '../processes/kube-state-metrics';
import { resourceMetricsPath } from '../processes/kwok';
import type { Running } from '../processes/process';
import { startPrometheusAdapter } from '../processes/prometheus-adapter';
import type { Manifests } from './manifests';
import { startPlacedPrometheus } from './placed-prometheus';
import type { Target } from './prometheus-placement';

export function startGeneratedStateMetrics(cluster: Cluster, manifests: Manifests): Promise<Running> {
  return startKubeStateMetrics({
    cluster,
    serviceAccount: { namespace: namespaces.observability, name: components.kubeStateMetrics },
    args: manifests.args(components.kubeStateMetrics),
  });
}

const prometheusAccount = { namespace: namespaces.observability, name: components.prometheus };

export interface PrometheusParts {
  readonly cluster: Cluster;
  readonly manifests: Manifests;
  /** Each pod of kube-state-metrics. */
  readonly stateMetrics: readonly Running[];
  /** By job, besides those of the cluster itself. */
  readonly targets: Readonly<Record<string, readonly Target[]>>;
  /** URL of a proxy for the applications' pods, with `http://`. @default - they are scraped like other targets */
  readonly podsProxy?: string;
  /** @default - a free one */
  readonly port?: number;
  /** Folder of its files. @default - a new temporary one */
  readonly folder?: string;
  /** Arguments besides those of the manifest. @default - none */
  readonly args?: readonly string[];
}

export async function startGeneratedPrometheus({ cluster, manifests, stateMetrics, targets, podsProxy, ...how }: PrometheusParts): Promise<Running> {
  const kwok = new URL(cluster.controlPlane.kwok.url).host;
  const nodeNames = (await cluster.list('nodes')).map((node) => node.metadata.name);
  return startPlacedPrometheus({
    processes: cluster.processes,
    manifests,
    ...how,
    caFile: cluster.caFile,
    ...(podsProxy === undefined ? {} : { pods: { proxy: podsProxy, kubeconfig: await cluster.kubeconfigFor(prometheusAccount) } }),
    targets: {
      ...targets,
      [jobs.kubelet]: nodeNames.map((node) => ({ address: kwok, labels: { node, instance: node, __metrics_path__: resourceMetricsPath(node) } })),
      [jobs.kubeStateMetrics]: stateMetrics.map(({ url }, index) => ({
        address: new URL(url).host,
        labels: { instance: `${components.kubeStateMetrics}-${index}` },
      })),
    },
  });
}

export interface AdapterParts {
  readonly environment: Environment;
  readonly cluster: Cluster;
  readonly manifests: Manifests;
  /** The Prometheus that the adapter queries. */
  readonly prometheus: Pick<Running, 'url'>;
}

const relist = '--metrics-relist-interval';

export function startGeneratedAdapter({ cluster, manifests, prometheus, environment }: AdapterParts): Promise<Running> {
  // shipped: a sync period of 15 s and a relist interval of 15 s; a faster world keeps their proportion
  const relistSeconds = seconds(environment.telemetry.syncPeriod);
  const identity = { namespace: namespaces.observability, name: components.prometheusAdapter };
  return startPrometheusAdapter({
    cluster,
    serviceAccount: identity,
    service: identity,
    config: manifests.configFiles(/^prometheus-adapter-[0-9a-f]{10}$/)['config.yaml'] ?? '',
    prometheusUrl: prometheus.url,
    args: [...manifests.args(components.prometheusAdapter).filter((arg) => !arg.startsWith(relist)), `${relist}=${relistSeconds}s`],
  });
}
