/** Mutants of the rules about paths through the network policies. */
import { after, before } from '../mutant';
import { adapter, backendPolicy, container, deployment, gateway, gatewayPolicy, jaegerPolicy, jaegerRoute, route, stateMetrics, statefulSet } from '../names';

const ofPrometheus = 'NetworkPolicy lyo-observability/prometheus';
const ofStateMetrics = 'NetworkPolicy lyo-observability/kube-state-metrics';
const ofAdapter = 'NetworkPolicy lyo-observability/prometheus-adapter';
const ofBackend = 'NetworkPolicy lyo-backend/backend';

/** Peers of the first rule of a direction. */
const namespaceOf = (rule: string, peers: 'from' | 'to'): readonly string[] => [
  ...`spec.${rule}.${peers}.0.namespaceSelector.matchLabels`.split('.'),
  'kubernetes.io/metadata.name',
];
const labelOf = (rule: string, peers: 'from' | 'to'): readonly string[] => [
  ...`spec.${rule}.${peers}.0.podSelector.matchLabels`.split('.'),
  'app.kubernetes.io/name',
];

export const networkMutants = [
  ...before('network/scrape-path', [
    [statefulSet, 'Prometheus may not connect to kube-state-metrics', (draft) => draft.edit(ofPrometheus).remove('spec.egress.3')],
    [statefulSet, 'Prometheus may connect to the port of an older kubelet', (draft) => draft.edit(ofPrometheus).set('spec.egress.1.ports.0.port', 10255)],
    [
      statefulSet,
      'Prometheus may connect to pods on the port of the kubelet, and nodes are no pods',
      (draft) => draft.edit(ofPrometheus).set('spec.egress.1.to', [{ namespaceSelector: {} }]),
    ],
    [statefulSet, 'the policy with what Prometheus may open does not cover egress', (draft) => draft.edit(ofPrometheus).set('spec.policyTypes', ['Ingress'])],
    [statefulSet, 'what Prometheus may open is UDP', (draft) => draft.edit(ofPrometheus).set('spec.egress.3.ports.0.protocol', 'UDP')],
    [stateMetrics, 'kube-state-metrics accepts another name', (draft) => draft.edit(ofStateMetrics).set(labelOf('ingress.0', 'from'), 'prometheus-server')],
    [stateMetrics, 'kube-state-metrics accepts another namespace', (draft) => draft.edit(ofStateMetrics).set(namespaceOf('ingress.0', 'from'), 'monitoring')],
    [stateMetrics, 'kube-state-metrics accepts on its other port only', (draft) => draft.edit(ofStateMetrics).set('spec.ingress.0.ports.0.port', 8081)],
    [stateMetrics, 'kube-state-metrics has no policy', (draft) => draft.drop(ofStateMetrics)],
    [
      stateMetrics,
      'the port of container and job moves, and the policies stay',
      (draft) => {
        draft.edit(stateMetrics).set(`${container}.ports.0.containerPort`, 8082);
        draft.edit('ConfigMap lyo-observability/prometheus-*').text(['data', 'prometheus.yml'], '"8080"', '"8082"');
      },
    ],
  ]),
  ...before('network/adapter-path', [
    [adapter, 'the adapter may not connect to Prometheus', (draft) => draft.edit(ofAdapter).remove('spec.egress.1')],
    [adapter, 'the adapter may connect to a Prometheus of another name', (draft) => draft.edit(ofAdapter).set(labelOf('egress.1', 'to'), 'thanos')],
    [adapter, 'the policy of the adapter is for other pods', (draft) => draft.edit(ofAdapter).set('spec.podSelector.matchLabels', { app: 'adapter' })],
    [statefulSet, 'Prometheus accepts nobody', (draft) => draft.edit(ofPrometheus).set('spec.ingress', [])],
    [
      statefulSet,
      'Prometheus accepts the adapter from another namespace',
      (draft) => draft.edit(ofPrometheus).set(namespaceOf('ingress.0', 'from'), 'kube-system'),
    ],
    [
      statefulSet,
      'Prometheus listens elsewhere behind the same Service port',
      (draft) => draft.edit(statefulSet).set(`${container}.ports.0.containerPort`, 9091),
    ],
    [adapter, 'no argument says where Prometheus is', (draft) => draft.edit(adapter).remove(`${container}.args.1`)],
  ]),
  ...before('network/telemetry-path', [
    [deployment, 'the backend may not connect to the agents', (draft) => draft.edit(ofBackend).remove('spec.egress.0')],
    [deployment, 'the backend may send by gRPC only', (draft) => draft.edit(ofBackend).remove('spec.egress.0.ports.1')],
    [deployment, 'the backend looks for agents in its own namespace', (draft) => draft.edit(ofBackend).set(namespaceOf('egress.0', 'to'), 'lyo-backend')],
    [deployment, 'the backend may connect to the tier that is not there', (draft) => draft.edit(ofBackend).set(labelOf('egress.0', 'to'), 'otel-agent')],
    [deployment, 'the policy of the backend is gone', (draft) => draft.drop(ofBackend)],
  ]),
  ...before('network/console-sign-in', [
    [jaegerRoute, 'the policy of Jaeger asks nobody for an account', (draft) => draft.edit(jaegerPolicy).set('spec.default.iap.enabled', false)],
    [jaegerRoute, 'the policy of Jaeger says nothing of accounts', (draft) => draft.edit(jaegerPolicy).remove('spec.default.iap')],
    [jaegerRoute, 'the policy is for another console', (draft) => draft.edit(jaegerPolicy).set('spec.targetRef.name', 'grafana')],
    [
      'Ingress lyo-observability/consoles',
      'an Ingress leads to Prometheus',
      (draft) =>
        draft.add(`
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: consoles, namespace: lyo-observability }
spec: { rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: prometheus, port: { name: http } } } }] } }] }
`),
    ],
  ]),
  ...after('network/edge-protection', [
    [route, 'no policy for the service', (draft) => draft.drop(backendPolicy)],
    [route, 'a policy for the service without Cloud Armor', (draft) => draft.edit(backendPolicy).remove('spec.default.securityPolicy')],
    [route, 'a Cloud Armor policy without a name', (draft) => draft.edit(backendPolicy).set('spec.default.securityPolicy', '')],
    [route, 'the policy is for another service', (draft) => draft.edit(backendPolicy).set('spec.targetRef.name', 'orders')],
    [gateway, 'no policy for the gateway', (draft) => draft.drop(gatewayPolicy)],
    [gateway, 'the policy of the gateway says nothing of TLS', (draft) => draft.edit(gatewayPolicy).remove('spec.default')],
  ]),
];
