/** Names that stacks, charts and checks share. They reach the cluster and people type them: change one only on purpose, in a commit of its own. */

import { healthRoutesOf } from './health-routes';
import { servingSecretOf } from './serving-certificate';

export const partOf = 'lyo-platform';

export const namespaces = {
  backend: 'lyo-backend',
  observability: 'lyo-observability',
} as const;

export const components = {
  prometheus: 'prometheus',
  prometheusAdapter: 'prometheus-adapter',
  stackdriverAdapter: 'stackdriver-adapter',
  kubeStateMetrics: 'kube-state-metrics',
  collectorAgent: 'otel-agent',
  collectorGateway: 'otel-gateway',
  /** Collector and query in one pod, where traces are kept on a volume of that pod. */
  jaeger: 'jaeger',
  jaegerCollector: 'jaeger-collector',
  jaegerQuery: 'jaeger-query',
  alertmanager: 'alertmanager',
  grafana: 'grafana',
  /** Proxy through which Grafana queries Google Managed Prometheus; Grafana itself cannot sign in there. */
  managedPrometheus: 'managed-prometheus',
  /** oauth2-proxy in front of Grafana. Each console has its own, because oauth2-proxy routes by path and not by host. */
  grafanaLogin: 'grafana-login',
  jaegerLogin: 'jaeger-login',
  optimizer: 'optimizer',
} as const;

/** Components that may be lost with their zone, each with the reason why scaling and paging do not need it. Where a zone may be lost, every other component needs two replicas. */
export const awayWithAZone: Readonly<Record<string, string>> = {
  [components.jaeger]: 'keeps traces for people: metrics are made before it, and gateways keep what they cannot send on their volumes',
  [components.grafana]: 'shows and keeps nothing: its pod is made anew in another zone within minutes',
  [components.managedPrometheus]: 'answers Grafana alone',
};

/** GKE's own collectors of Google Managed Prometheus, one on every node: their namespace, label `app.kubernetes.io/name` and service account. */
export const googleCollectors = { namespace: 'gmp-system', name: 'collector' } as const;

/** Settings of a workload that may change while it runs: a ConfigMap that a person or the optimizer owns, mounted as a folder. */
export const tunables = { folder: '/etc/tunables', file: 'tunables.json', variable: 'TUNABLES_FILE' } as const;

/** Name of the ConfigMap with a workload's tunables. */
export function tunablesOf(workload: string): string {
  return `${workload}-tunables`;
}

/** Identifiers of dashboards in their addresses: alerts, runbooks and people link to them. */
export const dashboards = {
  service: 'lyo-service',
  scaling: 'lyo-scaling',
  dependencies: 'lyo-dependencies',
  bottlenecks: 'lyo-bottlenecks',
  optimizer: 'lyo-optimizer',
  cluster: 'lyo-cluster',
  trends: 'lyo-trends',
} as const;

/**
 * Priority of the platform's components. Workloads state none and so have 0. Components are above them because nothing scales without Prometheus and the adapter: on a
 * full node pool a component starts again before the last of fifty replicas. Far below the priorities that Kubernetes reserves for the system (2,000,000,000).
 */
export const componentPriority = { name: 'lyo-component', value: 1000 } as const;

/** Objects that the optimizer creates and writes in its own namespace: the Lease of the leader, and the ConfigMap of decisions. */
export const optimizerObjects = { lease: 'optimizer', decisions: 'optimizer-decisions' } as const;

/** Path under which the optimizer says whether its values are in force, also at the Gateway. */
export const optimizerHealth = '/health/optimization';

/** What people may tell the optimizer: where it is kept, for which audience their tokens are, and the API group of the rights that roles give. */
export const optimizerInterventions = { name: 'optimizer-interventions', audience: 'lyo-optimizer', group: 'optimizer.lyo-platform' } as const;

/** ServiceAccount in the optimizer's namespace by which somebody may write to it. */
export function writerAccount(writer: string): string {
  return `optimizer-${writer}`;
}

/** Pods that reserve capacity for the next scale-out. The priority class belongs to the whole cluster, hence the longer name. */
export const placeholder = { deployment: 'placeholder', priorityClass: 'lyo-placeholder' } as const;

/** Health routes of a web service that states none of its own. */
export const healthRoutes = healthRoutesOf({});

/** Secret with two keys: the password of Grafana's administrator, for emergencies in which nobody can sign in, and the key with which Grafana encrypts. */
export const grafanaAdministrator = { secret: 'grafana-admin', key: 'password', secretKey: 'secret-key' } as const;

/**
 * Objects that manifests refer to and that are made elsewhere: the pipeline's apply step makes serving certificates of aggregated APIs,
 * the infrastructure program makes the certificate map. `Kind/namespace/name`.
 */
export const providedElsewhere: readonly string[] = [
  `Secret/${namespaces.observability}/${servingSecretOf(components.prometheusAdapter)}`,
  `Secret/${namespaces.observability}/${servingSecretOf(components.stackdriverAdapter)}`,
  `Secret/${namespaces.backend}/ingress-serving`,
  `Secret/${namespaces.observability}/alertmanager-receivers`,
  `Secret/${namespaces.observability}/${grafanaAdministrator.secret}`,
  `Secret/${namespaces.observability}/grafana-console-serving`,
  `Secret/${namespaces.observability}/jaeger-console-serving`,
];

/** Ports of components; most of them are fixed by the component. */
export const ports = {
  otlpGrpc: 4317,
  otlpHttp: 4318,
  collectorMetrics: 8889,
  /** Metrics of collectors and Jaeger about themselves. */
  selfMetrics: 8888,
  /** Health of collectors and Jaeger. */
  health: 13133,
  jaegerQuery: 16686,
  jaegerSampling: 5778,
  alertmanager: 9093,
  /** Gossip between Alertmanager replicas about sent notifications. */
  alertmanagerCluster: 9094,
  /** kube-state-metrics' metrics about objects; its metrics about itself are at another port. */
  stateMetrics: 8080,
  optimizer: 8080,
  grafana: 3000,
  oauthProxy: 4180,
  prometheus: 9090,
  adapter: 6443,
  kubelet: 10250,
} as const;
