/** Findings of general manifest scanners that this program does not follow, with reasons. All such decisions are in this file. */
export interface Exception {
  readonly scanner: 'kube-score' | 'checkov';
  readonly check: string;
  /** `Kind/name` of the objects that the exception covers. @default - all */
  readonly objects?: readonly string[];
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    scanner: 'kube-score',
    check: 'container-image-pull-policy',
    reason: 'Tags of the own registry never move and other images are pinned: asking the registry at each start adds what can fail when a pod has to move.',
  },
  { scanner: 'checkov', check: 'CKV_K8S_15', reason: 'The same, as checkov says it.' },
  {
    scanner: 'checkov',
    check: 'CKV_K8S_43',
    reason: 'registry.digests asks for digests where somebody wants them; the fixtures do not, because config/versions.json states tags.',
  },
  {
    scanner: 'kube-score',
    check: 'deployment-has-host-podantiaffinity',
    reason:
      'topologySpreadConstraints spread over zones and nodes; a strict anti-affinity would keep a pod waiting in a cluster at its floor, which may be one node.',
  },
  { scanner: 'kube-score', check: 'statefulset-has-host-podantiaffinity', reason: 'The same, for StatefulSets.' },
  {
    scanner: 'kube-score',
    check: 'pod-probes-identical',
    objects: ['Deployment/grafana', 'StatefulSet/otel-gateway', 'Deployment/otel-agent', 'StatefulSet/jaeger'],
    reason:
      'They have one health route. Liveness is patient where readiness is not (two minutes and 30 s, rule workloads/patient-liveness), which the scanner does not look at.',
  },
  {
    scanner: 'kube-score',
    check: 'deployment-replicas',
    objects: ['Deployment/grafana', 'Deployment/kube-state-metrics'],
    reason: 'Nothing waits for Grafana. A single kube-state-metrics is what an environment has that does not promise to survive the loss of a zone.',
  },
  {
    scanner: 'kube-score',
    check: 'container-security-context-user-group-id',
    objects: ['Deployment/grafana'],
    reason: 'The image is made for its user 472: its files belong to it, and user namespaces are not ours to choose.',
  },
  { scanner: 'checkov', check: 'CKV_K8S_40', objects: ['Deployment/grafana'], reason: 'The same, as checkov says it.' },
  {
    scanner: 'checkov',
    check: 'CKV_K8S_38',
    objects: ['Deployment/kube-state-metrics', 'Deployment/otel-agent', 'StatefulSet/otel-gateway', 'Deployment/prometheus-adapter', 'StatefulSet/prometheus'],
    reason: 'They ask the API server, with rights that `npm run e2e -- access-rights` counts; every other pod has no token.',
  },
];
