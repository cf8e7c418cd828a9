/** Mutants of the checks of connections through the network policies. */
import type { Draft } from '../draft';
import { after, before } from '../mutant';
import {
  adapter,
  backendPolicy,
  container,
  deployment,
  gateway,
  gatewayPolicy,
  jaegerPolicy,
  jaegerRoute,
  nameLabel,
  route,
  selectorLabel,
  stateMetrics,
  statefulSet,
  templateLabel,
} from '../names';

const ofPrometheus = 'NetworkPolicy lyo-observability/prometheus';
const ofStateMetrics = 'NetworkPolicy lyo-observability/kube-state-metrics';
const ofAdapter = 'NetworkPolicy lyo-observability/prometheus-adapter';
const ofBackend = 'NetworkPolicy lyo-backend/backend';
const ofJaeger = 'NetworkPolicy lyo-observability/jaeger';
const ofGrafana = 'NetworkPolicy lyo-observability/grafana';
const jaeger = 'StatefulSet lyo-observability/jaeger';
const grafana = 'Deployment lyo-observability/grafana';
const grafanaConfig = 'ConfigMap lyo-observability/grafana-*';
const settingsFile = ['data', 'grafana.ini'];
const jaegerService = 'Service lyo-observability/jaeger';
const grafanaService = 'Service lyo-observability/grafana';
const prometheusService = 'Service lyo-observability/prometheus';

/** Adds an oauth2-proxy with the given arguments and environment variables. */
function addProxy(draft: Draft, container: { readonly args: readonly string[]; readonly env?: readonly object[] }): void {
  addPods(draft, { image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.15.6', ...container });
}

function addPods(draft: Draft, container: { readonly image: string }): void {
  const containers = [{ name: 'door', ...container }];
  const template = { metadata: { labels: { [nameLabel]: 'door' } }, spec: { containers } };
  const spec = { selector: { matchLabels: { [nameLabel]: 'door' } }, template };
  draft.add(JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'door', namespace: 'lyo-observability' }, spec }));
}

/** Adds a route from the listener of Jaeger to a Service of its namespace, without a policy. */
function leadThrough(
  draft: Draft,
  { kind = 'HTTPRoute', route: name, service }: { readonly kind?: string; readonly route: string; readonly service: string },
): void {
  draft.add(`
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: lyo-observability }
spec:
  hostnames: [jaeger.dev.lyo.example]
  parentRefs: [{ name: edge, namespace: lyo-backend, sectionName: https-jaeger }]
  rules: [{ backendRefs: [{ name: ${service}, port: 16686 }] }]
`);
}

/** Path to the namespace of the peers of a rule. */
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
        draft.edit('ConfigMap lyo-observability/prometheus-config').text(['data', 'prometheus.yml'], '"8080"', '"8082"');
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
  ...after('network/console-sign-in', [
    [
      'HTTPRoute lyo-observability/door',
      'a route leads to a Service of another name, with the pods of Jaeger',
      (draft) => {
        draft.copy(jaegerService, 'door');
        leadThrough(draft, { route: 'door', service: 'door' });
      },
    ],
    [
      'Ingress lyo-observability/door',
      'an Ingress leads to a Service that is but another name for that of Jaeger',
      (draft) => {
        draft.add(
          '{ apiVersion: v1, kind: Service, metadata: { name: door, namespace: lyo-observability }, spec: { type: ExternalName, externalName: jaeger.lyo-observability.svc.cluster.local } }',
        );
        draft.add(
          '{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: door, namespace: lyo-observability }, spec: { defaultBackend: { service: { name: door, port: { number: 16686 } } } } }',
        );
      },
    ],
    [jaegerService, 'the Service of Jaeger has an address of its own outside', (draft) => draft.edit(jaegerService).set('spec.type', 'LoadBalancer')],
    [prometheusService, 'the Service of Prometheus is reached at every node', (draft) => draft.edit(prometheusService).set('spec.type', 'NodePort')],
    [
      'Service lyo-observability/door',
      'a second Service of Grafana takes an external address',
      (draft) => draft.copy(grafanaService, 'door').set('spec.externalIPs', ['203.0.113.7']),
    ],
    [ofJaeger, 'whoever wants may connect to Jaeger', (draft) => draft.edit(ofJaeger).set('spec.ingress.3.from', [])],
    [ofJaeger, 'whoever wants may connect to every port of Jaeger', (draft) => draft.edit(ofJaeger).append('spec.ingress', {})],
    [ofGrafana, 'every address may connect to Grafana', (draft) => draft.edit(ofGrafana).set('spec.ingress.0.from.0.ipBlock.cidr', '0.0.0.0/0')],
    [
      ofPrometheus,
      'pods of every namespace may connect to Prometheus',
      (draft) => draft.edit(ofPrometheus).set('spec.ingress.0.from', [{ namespaceSelector: {} }]),
    ],
    [
      'NetworkPolicy lyo-observability/door',
      'a second policy lets everybody connect to Alertmanager',
      (draft) =>
        draft
          .copy(ofGrafana, 'door')
          .set(['spec', 'podSelector', 'matchLabels', nameLabel], 'alertmanager')
          .set('spec.ingress', [{ from: [{ namespaceSelector: {}, podSelector: {} }], ports: [{ port: 9093, protocol: 'TCP' }] }]),
    ],
    [jaegerRoute, 'the Gateway is not one of Google’s, and reads no policy of theirs', (draft) => draft.edit(gateway).set('spec.gatewayClassName', 'istio')],
    [
      'GRPCRoute lyo-observability/door',
      'a route for gRPC leads to Jaeger by another name',
      (draft) => {
        draft.copy(jaegerService, 'door');
        leadThrough(draft, { kind: 'GRPCRoute', route: 'door', service: 'door' });
      },
    ],
    [
      'HTTPRoute lyo-observability/door',
      'a second Jaeger under another name has a route',
      (draft) => {
        draft.copy(jaeger, 'traces').set(selectorLabel, 'traces').set(templateLabel, 'traces');
        draft.copy(jaegerService, 'traces').set(['spec', 'selector', nameLabel], 'traces');
        leadThrough(draft, { route: 'door', service: 'traces' });
      },
    ],
    [
      'Deployment lyo-observability/door',
      'the proxy in front lets requests for some paths through',
      (draft) => addProxy(draft, { args: ['--email-domain=lyo.example', '--skip-auth-route=GET=^/api/'] }),
    ],
    [
      'Deployment lyo-observability/door',
      'the proxy in front admits everybody by an option and a value that stand apart',
      (draft) => addProxy(draft, { args: ['--email-domain', '*'] }),
    ],
    [
      'Deployment lyo-observability/door',
      'the proxy in front is started by a shell, and lets whoever asks write the name',
      (draft) => addProxy(draft, { args: ['-c', 'exec oauth2-proxy --email-domain=lyo.example --skip-auth-strip-headers=0'] }),
    ],
    [
      'Service lyo-observability/door',
      'Google’s query frontend, which asks nobody, has an address outside',
      (draft) => {
        addPods(draft, { image: 'gke.gcr.io/prometheus-engine/frontend:v0.18.2-gke.1' });
        draft.copy(prometheusService, 'door').set(['spec', 'selector', nameLabel], 'door').set('spec.type', 'LoadBalancer');
      },
    ],
    [
      'Deployment lyo-observability/door',
      'the proxy in front admits whoever has an account anywhere',
      (draft) => addProxy(draft, { args: ['--email-domain=*'] }),
    ],
    [
      'Deployment lyo-observability/door',
      'the proxy in front asks nobody at some addresses, by a variable',
      (draft) => addProxy(draft, { args: ['--email-domain=lyo.example'], env: [{ name: 'OAUTH2_PROXY_TRUSTED_IPS', value: '10.0.0.0/8' }] }),
    ],
    [ofGrafana, 'half of all addresses may connect to Grafana', (draft) => draft.edit(ofGrafana).set('spec.ingress.0.from.0.ipBlock.cidr', '128.0.0.0/1')],
    [ofGrafana, 'every address of version 6 may connect to Grafana', (draft) => draft.edit(ofGrafana).set('spec.ingress.0.from.0.ipBlock.cidr', '::/0')],
    [
      ofJaeger,
      'pods of every namespace but one may connect to Jaeger',
      (draft) =>
        draft
          .edit(ofJaeger)
          .set('spec.ingress.3.from', [
            { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }] } },
          ]),
    ],
    [
      ofJaeger,
      'everybody may connect to a range with the port of Jaeger in it',
      (draft) => draft.edit(ofJaeger).set('spec.ingress.0', { ports: [{ port: 4317, endPort: 16686 }] }),
    ],
    [ofJaeger, 'everybody may connect to the port of Jaeger by its name', (draft) => draft.edit(ofJaeger).set('spec.ingress.3', { ports: [{ port: 'http' }] })],
  ]),
  ...after('network/edge-protection', [
    [route, 'no policy for the service', (draft) => draft.drop(backendPolicy)],
    [route, 'a policy for the service without Cloud Armor', (draft) => draft.edit(backendPolicy).remove('spec.default.securityPolicy')],
    [route, 'a Cloud Armor policy without a name', (draft) => draft.edit(backendPolicy).set('spec.default.securityPolicy', '')],
    [route, 'the policy is for another service', (draft) => draft.edit(backendPolicy).set('spec.targetRef.name', 'orders')],
    [gateway, 'no policy for the gateway', (draft) => draft.drop(gatewayPolicy)],
    [gateway, 'the policy of the gateway says nothing of TLS', (draft) => draft.edit(gatewayPolicy).remove('spec.default')],
  ]),
  ...after('network/listener-namespaces', [
    [
      gateway,
      'every namespace of the platform may put a route on the listener of a console',
      (draft) =>
        draft.edit(gateway).set('spec.listeners.1.allowedRoutes.namespaces.selector', { matchLabels: { 'app.kubernetes.io/part-of': 'lyo-platform' } }),
    ],
    [
      gateway,
      'every namespace may put a route on the listener of the backend',
      (draft) => draft.edit(gateway).set('spec.listeners.0.allowedRoutes', { namespaces: { from: 'All' } }),
    ],
    [
      gateway,
      'a namespace without a route shares the listener of a console',
      (draft) => {
        draft.add('{ apiVersion: v1, kind: Namespace, metadata: { name: default } }');
        draft.edit(gateway).set('spec.listeners.2.allowedRoutes.namespaces.selector', {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['lyo-observability', 'default'] }],
        });
      },
    ],
    [
      gateway,
      'all but one namespace may put a route on the listener of the backend',
      (draft) =>
        draft.edit(gateway).set('spec.listeners.0.allowedRoutes.namespaces.selector', {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }],
        }),
    ],
    [gateway, 'a listener selects by nothing', (draft) => draft.edit(gateway).set('spec.listeners.1.allowedRoutes.namespaces.selector', {})],
  ]),
  ...after('network/peer-exists', [
    [
      ofPrometheus,
      'Prometheus may connect to a component that the environment does not have',
      (draft) =>
        draft
          .edit(ofPrometheus)
          .append('spec.egress', { to: [{ podSelector: { matchLabels: { [nameLabel]: 'jaeger-collector' } } }], ports: [{ port: 8888 }] }),
    ],
    [
      ofPrometheus,
      'a component that is gone may ask Prometheus',
      (draft) =>
        draft.edit(ofPrometheus).append('spec.ingress', {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'lyo-observability' } },
              podSelector: { matchLabels: { [nameLabel]: 'jaeger-query' } },
            },
          ],
        }),
    ],
    [
      ofGrafana,
      'a peer is named by a label that its pods do not have',
      (draft) => draft.edit(ofGrafana).append('spec.egress', { to: [{ podSelector: { matchLabels: { app: 'prometheus' } } }] }),
    ],
    [
      ofBackend,
      'a peer of another namespace is looked for in the own one',
      (draft) => draft.edit(ofBackend).append('spec.egress', { to: [{ podSelector: { matchLabels: { [nameLabel]: 'otel-gateway' } } }] }),
    ],
  ]),
  ...after('workloads/grafana-settings', [
    [
      grafana,
      'basic authentication is left at its default',
      (draft) => draft.edit(grafanaConfig).text(settingsFile, '[auth.basic]\nenabled = false', '[auth.basic]'),
    ],
    [
      grafana,
      'basic authentication is switched on',
      (draft) => draft.edit(grafanaConfig).text(settingsFile, '[auth.basic]\nenabled = false', '[auth.basic]\nenabled = true'),
    ],
    [grafana, 'the secret key is the one of the source', (draft) => draft.edit(grafanaConfig).text(settingsFile, 'secret_key', ';secret_key')],
    [grafana, 'the secret key stands in the file', (draft) => draft.edit(grafanaConfig).text(settingsFile, 'secret_key = $__file{', 'secret_key = {')],
    [
      grafana,
      'whoever comes reads everything',
      (draft) => draft.edit(grafanaConfig).text(settingsFile, '[auth.anonymous]\nenabled = false', '[auth.anonymous]\nenabled = true'),
    ],
    [grafana, 'the settings are in a file that Grafana does not read', (draft) => draft.edit(grafanaConfig).set('data', { 'custom.ini': '' })],
  ]),
];
