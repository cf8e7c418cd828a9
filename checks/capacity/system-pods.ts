/**
 * Requests of the pods that GKE itself runs on nodes. They were observed on clusters, because no page lists them:
 * a `kubectl describe node` of GKE 1.29 (e2-small, July 2024) for most, github.com/cryptnono/cryptnono/issues/34 (GKE 1.29) for konnectivity, kube-dns and
 * ip-masq-agent, and a listing of daemon sets with Dataplane V2 for the CPU of anetd. Rounded up where sources differ; docs/scope.md says how to compare a live cluster.
 */
import type { Resources } from './resources';

export interface SystemPod extends Resources {
  readonly name: string;
  /** Number of pods in the cluster. @default 1 */
  readonly pods?: number;
}

/** Pods on every node. With Dataplane V2, anetd replaces kube-proxy. */
export const nodeAgents: readonly SystemPod[] = [
  { name: 'anetd', cpu: 205, memory: 300 },
  { name: 'fluentbit-gke', cpu: 105, memory: 230 },
  { name: 'gke-metadata-server', cpu: 100, memory: 100 },
  { name: 'gke-metrics-agent', cpu: 19, memory: 155 },
  // scales with the nodes; in small clusters there is one per node
  { name: 'konnectivity-agent', cpu: 15, memory: 60 },
  { name: 'ip-masq-agent', cpu: 10, memory: 16 },
  { name: 'netd', cpu: 8, memory: 60 },
  { name: 'pdcsi-node', cpu: 10, memory: 20 },
  // the Secret Manager add-on: not observed, so the same as the largest of the other small ones
  { name: 'secrets-store-gke', cpu: 50, memory: 100 },
];

/** Pods anywhere in the cluster. Cloud DNS replaces kube-dns, but a cluster that was changed to it still runs kube-dns. */
export const clusterAgents: readonly SystemPod[] = [
  { name: 'kube-dns', cpu: 265, memory: 140, pods: 2 },
  { name: 'metrics-server', cpu: 48, memory: 105 },
  { name: 'kube-dns-autoscaler', cpu: 20, memory: 10 },
  { name: 'konnectivity-agent-autoscaler', cpu: 10, memory: 10 },
  { name: 'l7-default-backend', cpu: 10, memory: 20 },
  { name: 'event-exporter-gke', cpu: 3, memory: 100 },
];

/**
 * Pods of managed collection: requests in the chart of github.com/GoogleCloudPlatform/prometheus-engine, rounded up. A collector has a
 * second container that reloads its configuration. The rule evaluator and Google's Alertmanager have no pods unless objects configure them.
 */
export const managedCollection: { readonly everyNode: SystemPod; readonly cluster: SystemPod } = {
  everyNode: { name: 'collector', cpu: 5, memory: 40 },
  cluster: { name: 'gmp-operator', cpu: 1, memory: 16 },
};
