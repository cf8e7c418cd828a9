/** Mutants of the checks of references between objects. */
import { after, before } from '../mutant';
import {
  adapter,
  adapterService,
  backendPolicy,
  budget,
  componentClass,
  container,
  customV1,
  deployment,
  gateway,
  jaegerPolicy,
  gatewayPolicy,
  healthCheck,
  pod,
  route,
  ruleFile,
  service,
  stateMetrics,
  statefulSet,
  templateLabel,
} from '../names';

const deny = 'NetworkPolicy lyo-backend/backend';
const scrapeConfig = 'ConfigMap lyo-observability/prometheus-config';
const scrapeFile = ['data', 'prometheus.yml'];
const plainIngress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: edge, namespace: lyo-backend }
spec:
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: NAME, port: { name: PORT } } } }] }
`;
const claim = (name: string): object => ({ name: 'history', persistentVolumeClaim: { claimName: name } });

function providerClass(namespace: string): string {
  const secrets = '- { resourceName: projects/lyo/secrets/database-url/versions/latest, path: DATABASE_URL }';
  const spec = `{ provider: gke, parameters: { secrets: "${secrets}" } }`;
  return `{ apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: { name: backend-secrets, namespace: ${namespace} }, spec: ${spec} }`;
}

function secretSync({ path = 'DATABASE_URL', account = 'backend' }: { readonly path?: string; readonly account?: string }): string {
  const data = `[{ sourcePath: ${path}, targetKey: DATABASE_URL }]`;
  const spec = `{ serviceAccountName: ${account}, secretProviderClassName: backend-secrets, secretObject: { type: Opaque, data: ${data} } }`;
  return `{ apiVersion: secret-sync.gke.io/v1, kind: SecretSync, metadata: { name: backend-secrets, namespace: lyo-backend }, spec: ${spec} }`;
}

export const referenceMutants = [
  ...before('references/config-map', [
    [statefulSet, 'a volume names a ConfigMap that is not there', (draft) => draft.edit(statefulSet).set(`${pod}.volumes.0.configMap.name`, 'prometheus')],
    [statefulSet, 'the ConfigMap of a projected volume is gone', (draft) => draft.drop(ruleFile)],
    [
      deployment,
      'variables come from a ConfigMap that is not there',
      (draft) => draft.edit(deployment).set(`${container}.envFrom`, [{ configMapRef: { name: 'tunables' } }]),
    ],
    [
      deployment,
      'one variable comes from a ConfigMap that is not there',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'TTL', valueFrom: { configMapKeyRef: { name: 'tunables', key: 'ttl' } } }),
    ],
    [
      adapter,
      'a volume wants a key that its ConfigMap does not have',
      (draft) => draft.edit(adapter).set(`${pod}.volumes.0.configMap.items`, [{ key: 'rules.yaml', path: 'config.yaml' }]),
    ],
  ]),
  ...after('references/secret-provider', [
    [
      deployment,
      'a volume of a class that is not there',
      (draft) =>
        draft.edit(deployment).append(`${pod}.volumes`, {
          name: 'google-secrets',
          csi: { driver: 'secrets-store-gke.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: 'backend-secrets' } },
        }),
    ],
    [
      deployment,
      'a volume of a class of another namespace',
      (draft) => {
        draft.add(providerClass('lyo-observability'));
        draft.edit(deployment).append(`${pod}.volumes`, {
          name: 'google-secrets',
          csi: { driver: 'secrets-store-gke.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: 'backend-secrets' } },
        });
      },
    ],
    ['SecretProviderClass lyo-backend/backend-secrets', 'a class that nobody reads', (draft) => draft.add(providerClass('lyo-backend'))],
    ['SecretSync lyo-backend/backend-secrets', 'a Secret of a class that is not there', (draft) => draft.add(secretSync({}))],
    [
      'SecretSync lyo-backend/backend-secrets',
      'a Secret of what the class does not have',
      (draft) => {
        draft.add(providerClass('lyo-backend'));
        draft.add(secretSync({ path: 'DB_PASSWORD' }));
      },
    ],
    [
      'SecretSync lyo-backend/backend-secrets',
      'a Secret that is asked for as nobody',
      (draft) => {
        draft.add(providerClass('lyo-backend'));
        draft.add(secretSync({ account: 'default' }));
      },
    ],
  ]),
  ...before('references/secret', [
    [
      adapter,
      'the serving certificate has another name than the pipeline gives it',
      (draft) => draft.edit(adapter).set(`${pod}.volumes.1.secret.secretName`, 'adapter-serving'),
    ],
    [
      deployment,
      'a variable comes from a Secret that nobody makes',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'database', key: 'url' } } }),
    ],
    [
      deployment,
      'a secret is a file of a projected volume, and not stated at the ServiceAccount',
      (draft) =>
        draft
          .edit(deployment)
          .append(`${pod}.volumes`, { name: 'secrets', projected: { sources: [{ secret: { name: 'payment', items: [{ key: 'key', path: 'KEY' }] } }] } }),
    ],
    [
      deployment,
      'a secret is stated at the ServiceAccount of another workload',
      (draft) => {
        draft.edit('ServiceAccount lyo-observability/prometheus').set('secrets', [{ name: 'database' }]);
        draft.edit(deployment).append(`${container}.env`, { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'database', key: 'url' } } });
      },
    ],
    [deployment, 'an image pull secret that nobody makes', (draft) => draft.edit(deployment).set(`${pod}.imagePullSecrets`, [{ name: 'registry' }])],
    [
      gateway,
      'the listener wants a certificate that nobody makes',
      (draft) => draft.edit(gateway).set('spec.listeners.0.tls', { certificateRefs: [{ name: 'edge-certificate' }] }),
    ],
    [
      jaegerPolicy,
      'a client of Identity-Aware Proxy has a secret that nobody makes',
      (draft) => draft.edit(jaegerPolicy).set('spec.default.iap.clientID', 'consoles').set('spec.default.iap.oauth2ClientSecret', { name: 'console-client' }),
    ],
  ]),
  ...before('references/service-account', [
    [deployment, 'the ServiceAccount of the backend is gone', (draft) => draft.drop('ServiceAccount lyo-backend/backend')],
    [stateMetrics, 'a pod runs as a ServiceAccount of another namespace', (draft) => draft.edit(stateMetrics).set(`${pod}.serviceAccountName`, 'backend')],
    [
      'ClusterRoleBinding lyo-observability-prometheus',
      'a binding names a ServiceAccount that is not there',
      (draft) => draft.edit('ClusterRoleBinding lyo-observability-prometheus').set('subjects.0.name', 'prometheus-server'),
    ],
  ]),
  ...after('references/priority-class', [
    [statefulSet, 'the class of components is gone', (draft) => draft.drop(componentClass)],
    [adapter, 'a class that nobody makes', (draft) => draft.edit(adapter).set(`${pod}.priorityClassName`, 'high')],
    [
      deployment,
      'a workload with the class of a placeholder that is not there',
      (draft) => draft.edit(deployment).set(`${pod}.priorityClassName`, 'lyo-placeholder'),
    ],
  ]),
  ...before('references/volume-claim', [
    [deployment, 'a pod mounts a claim that nobody makes', (draft) => draft.edit(deployment).append(`${pod}.volumes`, claim('history'))],
    [stateMetrics, 'a pod mounts a claim that a StatefulSet makes for itself', (draft) => draft.edit(stateMetrics).append(`${pod}.volumes`, claim('data'))],
    [
      deployment,
      'the claim lives in another namespace',
      (draft) => {
        draft.edit(deployment).append(`${pod}.volumes`, claim('history'));
        draft.add('{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: history, namespace: lyo-observability }, spec: {} }');
      },
    ],
  ]),
  ...before('references/service', [
    [route, 'the route leads to a Service that is not there', (draft) => draft.edit(route).set('spec.rules.0.backendRefs.0.name', 'api')],
    [customV1, 'the Service of a metrics API is gone', (draft) => draft.drop(adapterService)],
    [healthCheck, 'the health check is for a Service that is not there', (draft) => draft.edit(healthCheck).set('spec.targetRef.name', 'api')],
    [statefulSet, 'the StatefulSet has no governing Service', (draft) => draft.edit(statefulSet).set('spec.serviceName', 'prometheus-peers')],
    [
      'Ingress lyo-backend/edge',
      'the Ingress leads to a Service that is not there',
      (draft) => draft.add(plainIngress.replace('NAME', 'api').replace('PORT', 'http')),
    ],
    [
      adapter,
      'an argument holds the address of a Service that is not there',
      (draft) => draft.edit(adapter).text(`${container}.args.1`, 'http://prometheus.', 'http://thanos.'),
    ],
  ]),
  ...after('references/edge-policy', [
    ['GCPBackendPolicy lyo-backend/second', 'a second policy for one service', (draft) => draft.copy(backendPolicy, 'second')],
    ['HealthCheckPolicy lyo-backend/second', 'a second health check for one service', (draft) => draft.copy(healthCheck, 'second')],
    ['GCPGatewayPolicy lyo-backend/second', 'a second policy for one gateway', (draft) => draft.copy(gatewayPolicy, 'second')],
    [gatewayPolicy, 'the TLS policy is for a gateway that is not there', (draft) => draft.edit(gatewayPolicy).set('spec.targetRef.name', 'front')],
    [backendPolicy, 'the protection is for a Service that is not there', (draft) => draft.edit(backendPolicy).set('spec.targetRef.name', 'api')],
    [
      'GCPGatewayPolicy lyo-observability/edge',
      'the TLS policy is in another namespace than its gateway',
      (draft) => {
        draft.edit(gatewayPolicy).set('spec.targetRef.namespace', 'lyo-backend');
        draft.edit(gatewayPolicy).set('metadata.namespace', 'lyo-observability');
      },
    ],
    [
      backendPolicy,
      'the protection of a service is for the gateway',
      (draft) => draft.edit(backendPolicy).set('spec.targetRef', { group: '', kind: 'Gateway', name: 'edge' }),
    ],
    [gatewayPolicy, 'the gateway of the TLS policy is gone', (draft) => draft.drop(gateway)],
  ]),
  ...before('references/service-port', [
    [route, 'the route leads to a port that the Service does not have', (draft) => draft.edit(route).set('spec.rules.0.backendRefs.0.port', 8000)],
    [customV1, 'a metrics API is asked on a port that its Service does not have', (draft) => draft.edit(customV1).set('spec.service.port', 443)],
    [
      'Ingress lyo-backend/edge',
      'the Ingress names a port that the Service does not have',
      (draft) => draft.add(plainIngress.replace('NAME', 'backend').replace('PORT', 'web')),
    ],
    [
      adapter,
      'an argument holds an address with a port that the Service does not have',
      (draft) => draft.edit(adapter).text(`${container}.args.1`, ':9090/', ':9091/'),
    ],
  ]),
  ...before('references/target-port', [
    [service, 'the Service forwards to a port name that no container has', (draft) => draft.edit(service).set('spec.ports.0.targetPort', 'web')],
    [service, 'the container port is renamed', (draft) => draft.edit(deployment).set(`${container}.ports.0.name`, 'web')],
    [service, 'the Service forwards to a number that no container listens on', (draft) => draft.edit(service).set('spec.ports.0.targetPort', 8080)],
    [service, 'the Service states no target, so it forwards to its own port', (draft) => draft.edit(service).remove('spec.ports.0.targetPort')],
    [
      healthCheck,
      'the load balancer probes a port that no container listens on',
      (draft) => draft.edit(healthCheck).set('spec.default.config.httpHealthCheck.port', 8080),
    ],
  ]),
  ...before('references/probe-port', [
    [
      deployment,
      'the readiness probe asks a port name that the container does not have',
      (draft) => draft.edit(deployment).set(`${container}.readinessProbe.httpGet.port`, 'health'),
    ],
    [
      stateMetrics,
      'the liveness probe asks a number that the container does not declare',
      (draft) => draft.edit(stateMetrics).set(`${container}.livenessProbe.httpGet.port`, 9999),
    ],
    [statefulSet, 'the port of all probes is renamed', (draft) => draft.edit(statefulSet).set(`${container}.ports.0.name`, 'web')],
    [
      deployment,
      'a TCP start-up probe asks a port that is not there',
      (draft) => draft.edit(deployment).set(`${container}.startupProbe`, { tcpSocket: { port: 'grpc' } }),
    ],
  ]),
  ...before('references/role', [
    ['ClusterRoleBinding lyo-observability-prometheus', 'the ClusterRole is gone', (draft) => draft.drop('ClusterRole lyo-observability-prometheus')],
    [
      'RoleBinding lyo-observability/prometheus',
      'the Role has another name',
      (draft) => draft.edit('Role lyo-observability/prometheus').set('metadata.name', 'prometheus-pods'),
    ],
    [
      'RoleBinding lyo-observability/prometheus',
      'a Role is taken for a ClusterRole',
      (draft) => draft.edit('RoleBinding lyo-observability/prometheus').set('roleRef.kind', 'ClusterRole'),
    ],
    [
      'RoleBinding lyo-observability/lyo-observability-prometheus-adapter-auth-reader',
      'the built-in role of kube-system is looked for elsewhere',
      (draft) => draft.edit('RoleBinding kube-system/lyo-observability-prometheus-adapter-auth-reader').set('metadata.namespace', 'lyo-observability'),
    ],
  ]),
  ...before('references/volume', [
    [deployment, 'the volume of a mount is gone', (draft) => draft.edit(deployment).set(`${pod}.volumes`, [])],
    [
      statefulSet,
      'the claim template of a mount has another name',
      (draft) => draft.edit(statefulSet).set('spec.volumeClaimTemplates.0.metadata.name', 'storage'),
    ],
    [
      stateMetrics,
      'an init container mounts a volume that is not there',
      (draft) =>
        draft
          .edit(stateMetrics)
          .set(`${pod}.initContainers`, [{ name: 'copy', image: 'example.com/copy:1.0', volumeMounts: [{ name: 'shared', mountPath: '/shared' }] }]),
    ],
  ]),
  ...before('references/listener', [
    [route, 'the route wants a listener that the gateway does not have', (draft) => draft.edit(route).set('spec.parentRefs.0.sectionName', 'tls')],
    [route, 'the gateway is gone', (draft) => draft.drop(gateway)],
    [route, 'the route looks for the gateway in another namespace', (draft) => draft.edit(route).set('spec.parentRefs.0.namespace', 'lyo-observability')],
    [
      route,
      'the listener does not admit routes of this namespace',
      (draft) => draft.edit(gateway).set('spec.listeners.0.allowedRoutes.namespaces.selector.matchLabels', { team: 'payments' }),
    ],
    [route, 'the host name of the route is not the one of the listener', (draft) => draft.edit(route).set('spec.hostnames', ['api.other.example'])],
  ]),
  ...before('references/service-selects-pods', [
    [service, 'the Service selects pods that are not there', (draft) => draft.edit(service).set('spec.selector', { 'app.kubernetes.io/name': 'api' })],
    [service, 'the Service wants a label that the pods do not have', (draft) => draft.edit(service).set('spec.selector.tier', 'web')],
    [
      'Service lyo-observability/backend',
      'the Service lives in another namespace than its pods',
      (draft) => draft.edit(service).set('metadata.namespace', 'lyo-observability'),
    ],
  ]),
  ...before('references/policy-selects-pods', [
    [budget, 'the budget selects pods that are not there', (draft) => draft.edit(budget).set('spec.selector.matchLabels', { app: 'backend' })],
    [deny, 'the network policy selects pods that are not there', (draft) => draft.edit(deny).set('spec.podSelector.matchLabels', { app: 'backend' })],
    [
      'NetworkPolicy lyo-observability/backend',
      'the network policy lives in another namespace than its pods',
      (draft) => draft.edit(deny).set('metadata.namespace', 'lyo-observability'),
    ],
  ]),
  ...before('references/namespace', [
    ['Service backend', 'no namespace is stated', (draft) => draft.edit(service).remove('metadata.namespace')],
    ['Service default/backend', 'the namespace is not declared', (draft) => draft.edit(service).set('metadata.namespace', 'default')],
    [deployment, 'the Namespace object is gone', (draft) => draft.drop('Namespace lyo-backend')],
    ['Service kube-system/backend', 'a Service is put into kube-system', (draft) => draft.edit(service).set('metadata.namespace', 'kube-system')],
    [
      'ClusterRole lyo-backend/lyo-observability-prometheus',
      'a cluster-wide object states a namespace',
      (draft) => draft.edit('ClusterRole lyo-observability-prometheus').set('metadata.namespace', 'lyo-backend'),
    ],
  ]),
  ...before('references/duplicate-object', [
    [service, 'the same Service in two files', (draft) => draft.copy(service, 'backend')],
    [customV1, 'the same APIService in two files', (draft) => draft.copy(customV1, 'v1beta1.custom.metrics.k8s.io')],
    ['Deployment lyo-backend/backend', 'another version of the same API', (draft) => draft.copy(deployment, 'backend').set('apiVersion', 'apps/v1beta2')],
  ]),
  ...before('references/scrape-target', [
    [
      scrapeConfig,
      'a job keeps a name that no pod has',
      (draft) => draft.edit(scrapeConfig).text(scrapeFile, 'regex: kube-state-metrics', 'regex: state-metrics'),
    ],
    [scrapeConfig, 'a job looks for pods in another namespace', (draft) => draft.edit(scrapeConfig).text(scrapeFile, '- lyo-observability', '- monitoring')],
    [scrapeConfig, 'the container port is another number', (draft) => draft.edit(stateMetrics).set(`${container}.ports.0.containerPort`, 8082)],
    [scrapeConfig, 'the label of the pods is renamed', (draft) => draft.edit(stateMetrics).set(templateLabel, 'state-metrics')],
    [scrapeConfig, 'the pods live in another namespace', (draft) => draft.edit(stateMetrics).set('metadata.namespace', 'lyo-backend')],
    [scrapeConfig, 'the pods are gone', (draft) => draft.drop(stateMetrics)],
    [scrapeConfig, 'the optimizer is gone, and its job is there', (draft) => draft.drop('Deployment lyo-observability/optimizer')],
  ]),
  ...before('references/unused-config-map', [
    [ruleFile, 'rules that Prometheus does not mount', (draft) => draft.edit(statefulSet).set(`${pod}.volumes.1.projected.sources`, [])],
    [
      'ConfigMap lyo-backend/leftover',
      'a ConfigMap that nothing reads',
      (draft) => draft.add('{ apiVersion: v1, kind: ConfigMap, metadata: { name: leftover, namespace: lyo-backend }, data: { a: b } }'),
    ],
    [
      'ConfigMap lyo-observability/prometheus-adapter-*',
      'a volume with the configuration is declared and not mounted',
      (draft) => draft.edit(adapter).remove(`${container}.volumeMounts.0`),
    ],
  ]),
];
