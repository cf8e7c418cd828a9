/** An object of each kind that people keep beside what this project generates, with as few fields as the API server takes. */
const namespace = 'kinds';
const metadata = { name: 'least', namespace };
const labels = { app: 'least' };
const containers = [{ name: 'least', image: 'registry.example.com/least', resources: { limits: { cpu: '10m', memory: '1Mi' } } }];
const template = { metadata: { labels }, spec: { containers, serviceAccountName: 'least' } };
const ended = { spec: { template: { metadata: { labels }, spec: { containers, restartPolicy: 'Never' } } } };
const webhook = {
  name: 'least.example.com',
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  clientConfig: { service: { namespace, name: 'least' } },
  rules: [{ apiGroups: ['none.example.com'], apiVersions: ['v1'], resources: ['nones'], operations: ['CREATE'] }],
};

const of = (apiVersion: string, kind: string, rest: object = {}): object => ({ apiVersion, kind, metadata, ...rest });
const global = (apiVersion: string, kind: string, rest: object = {}): object => ({ apiVersion, kind, metadata: { name: 'least' }, ...rest });

/** The namespace first. */
export const leastOfEachKind: readonly object[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  of('v1', 'ServiceAccount'),
  of('v1', 'ConfigMap'),
  of('v1', 'Secret'),
  of('v1', 'Service', { spec: { selector: labels, ports: [{ port: 80 }] } }),
  of('v1', 'Service', {
    metadata: { name: 'open', namespace },
    spec: { type: 'LoadBalancer', sessionAffinity: 'ClientIP', selector: labels, ports: [{ port: 80 }] },
  }),
  of('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
  of('v1', 'ResourceQuota', { spec: { hard: { pods: '100' } } }),
  of('v1', 'LimitRange', { spec: { limits: [{ type: 'Container', max: { cpu: '8' } }] } }),
  of('apps/v1', 'Deployment', { spec: { selector: { matchLabels: labels }, template } }),
  of('apps/v1', 'StatefulSet', { spec: { serviceName: 'least', selector: { matchLabels: labels }, template } }),
  of('apps/v1', 'DaemonSet', { spec: { selector: { matchLabels: labels }, template } }),
  of('batch/v1', 'Job', ended),
  of('batch/v1', 'CronJob', { spec: { schedule: '0 3 * * *', jobTemplate: ended } }),
  of('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'other' }, maxReplicas: 3 } }),
  of('policy/v1', 'PodDisruptionBudget', { spec: { selector: { matchLabels: labels } } }),
  of('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] } }),
  of('networking.k8s.io/v1', 'Ingress', { spec: { defaultBackend: { service: { name: 'least', port: { number: 80 } } } } }),
  of('rbac.authorization.k8s.io/v1', 'Role'),
  of('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'least' },
    subjects: [{ kind: 'User', name: 'nobody' }],
  }),
  global('rbac.authorization.k8s.io/v1', 'ClusterRole', { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { of: 'least' } }] } }),
  global('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'least' } }),
  global('scheduling.k8s.io/v1', 'PriorityClass', { value: 1 }),
  global('storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/none' }),
  global('node.k8s.io/v1', 'RuntimeClass', { handler: 'least' }),
  global('networking.k8s.io/v1', 'IngressClass', { spec: { controller: 'example.com/none' } }),
  global('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', { webhooks: [webhook] }),
  global('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', { webhooks: [webhook] }),
  global('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {
    spec: { matchConstraints: { resourceRules: webhook.rules }, validations: [{ expression: 'true' }] },
  }),
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'leasts.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Least', plural: 'leasts' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  default: {},
                  properties: {
                    size: { type: 'integer', default: 3 },
                    place: { type: 'object', default: { zone: 'a', rack: 1 }, properties: { zone: { type: 'string' }, rack: { type: 'integer' } } },
                  },
                },
              },
            },
          },
        },
      ],
    },
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.least.example.com' },
    spec: {
      group: 'least.example.com',
      version: 'v1',
      groupPriorityMinimum: 1,
      versionPriority: 1,
      insecureSkipTLSVerify: true,
      service: { namespace, name: 'least' },
    },
  },
];

/** Of the definition above; it can be made once that is established. */
export const ownKind = of('example.com/v1', 'Least');
