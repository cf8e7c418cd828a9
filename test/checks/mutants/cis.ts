import { before, type Mutant } from '../mutant';
import { container, deployment, pod, service, stateMetrics, statefulSet } from '../names';

const serviceAccount = 'ServiceAccount lyo-backend/backend';
const binding = 'ClusterRoleBinding lyo-observability-prometheus';
const roleBinding = 'RoleBinding lyo-observability/prometheus';
const clusterRole = 'ClusterRole lyo-observability-prometheus';
const role = 'Role lyo-observability/prometheus';
const rules = 'rules.0';
const gateway = 'Gateway lyo-backend/edge';
const storageClass = 'StorageClass lyo-encrypted-pd-balanced';
const storageKey = 'parameters.disk-encryption-kms-key';
const claimClass = 'spec.volumeClaimTemplates.0.spec.storageClassName';

/** A subject that is not a service account. */
const subject = (kind: string, name: string): unknown => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });

function bound(rule: string, kind: string, name: string): readonly Mutant[] {
  return before(rule, [
    [binding, `${name} beside the right subject`, (draft) => draft.edit(binding).append('subjects', subject(kind, name))],
    [roleBinding, `${name} alone`, (draft) => draft.edit(roleBinding).set('subjects', [subject(kind, name)])],
    ['ClusterRoleBinding everybody', `${name} in a new binding`, (draft) => draft.copy(binding, 'everybody').set('subjects', [subject(kind, name)])],
  ]);
}

/** Mutants of the checks that the benchmark requires. */
export const cisMutants: readonly Mutant[] = [
  ...before('cis/cluster-admin', [
    [binding, 'a component is administrator', (draft) => draft.edit(binding).set('roleRef.name', 'cluster-admin')],
    [
      roleBinding,
      'a component is administrator of its namespace',
      (draft) => draft.edit(roleBinding).set('roleRef', { kind: 'ClusterRole', name: 'cluster-admin' }),
    ],
    [
      'ClusterRoleBinding people',
      'a group of people is',
      (draft) =>
        draft
          .copy(binding, 'people')
          .set('roleRef.name', 'cluster-admin')
          .set('subjects', [subject('Group', 'admins@lyo.example')]),
    ],
  ]),
  ...before('cis/secret-access', [
    [role, 'a role reads Secrets', (draft) => draft.edit(role).set(`${rules}.resources`, ['pods', 'secrets'])],
    [
      clusterRole,
      'a role of the cluster lists them',
      (draft) => draft.edit(clusterRole).append('rules', { apiGroups: [''], resources: ['secrets'], verbs: ['list'] }),
    ],
    [role, 'a role reads everything', (draft) => draft.edit(role).set(`${rules}.resources`, ['*'])],
    [roleBinding, 'a built-in role that reads them', (draft) => draft.edit(roleBinding).set('roleRef', { kind: 'ClusterRole', name: 'edit' })],
  ]),
  ...before('cis/wildcard-rights', [
    [role, 'every verb', (draft) => draft.edit(role).set(`${rules}.verbs`, ['*'])],
    [clusterRole, 'every resource', (draft) => draft.edit(clusterRole).set(`${rules}.resources`, ['*'])],
    [clusterRole, 'every group', (draft) => draft.edit(clusterRole).set(`${rules}.apiGroups`, ['*'])],
  ]),
  ...before('cis/climbing-rights', [
    [role, 'may bind', (draft) => draft.edit(role).append(`${rules}.verbs`, 'bind')],
    [clusterRole, 'may escalate', (draft) => draft.edit(clusterRole).append(`${rules}.verbs`, 'escalate')],
    [clusterRole, 'may impersonate', (draft) => draft.edit(clusterRole).append('rules', { apiGroups: [''], resources: ['users'], verbs: ['impersonate'] })],
  ]),
  ...before('cis/default-service-account', [
    [deployment, 'no account is named', (draft) => draft.edit(deployment).remove(`${pod}.serviceAccountName`)],
    [stateMetrics, 'the default account is named', (draft) => draft.edit(stateMetrics).set(`${pod}.serviceAccountName`, 'default')],
    [
      binding,
      'the default account has a role',
      (draft) => draft.edit(binding).append('subjects', { kind: 'ServiceAccount', name: 'default', namespace: 'lyo-backend' }),
    ],
  ]),
  ...before('cis/token-mounts', [
    [deployment, 'a token that nobody needs', (draft) => draft.edit(deployment).set(`${pod}.automountServiceAccountToken`, true)],
    [deployment, 'nothing is said', (draft) => draft.edit(deployment).remove(`${pod}.automountServiceAccountToken`)],
    [
      'ServiceAccount lyo-backend/backend',
      'the account gives tokens by default',
      (draft) => draft.edit('ServiceAccount lyo-backend/backend').set('automountServiceAccountToken', true),
    ],
    [
      'CronJob lyo-backend/nightly',
      'a job that says nothing',
      (draft) =>
        draft.add(
          '{ apiVersion: batch/v1, kind: CronJob, metadata: { name: nightly, namespace: lyo-backend }, spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: a }] } } } } } }',
        ),
    ],
  ]),
  ...bound('cis/masters-group', 'Group', 'system:masters'),
  ...bound('cis/anonymous-bindings', 'User', 'system:anonymous'),
  ...bound('cis/unauthenticated-bindings', 'Group', 'system:unauthenticated'),
  ...bound('cis/authenticated-bindings', 'Group', 'system:authenticated'),
  ...before('cis/default-namespace', [
    ['Deployment default/kube-state-metrics', 'a workload in it', (draft) => draft.edit(stateMetrics).set('metadata.namespace', 'default')],
    ['Service default/backend', 'a Service in it', (draft) => draft.edit(service).set('metadata.namespace', 'default')],
    ['Namespace default', 'the namespace itself', (draft) => draft.add('{ apiVersion: v1, kind: Namespace, metadata: { name: default } }')],
  ]),
  ...before('cis/public-entries', [
    [service, 'a load balancer without TLS', (draft) => draft.edit(service).set('spec.type', 'LoadBalancer')],
    [service, 'a port on every node', (draft) => draft.edit(service).set('spec.type', 'NodePort')],
    [gateway, 'no certificate map', (draft) => draft.edit(gateway).remove('metadata.annotations')],
    [gateway, 'a certificate from a Secret', (draft) => draft.edit(gateway).set('spec.listeners.0.tls', { certificateRefs: [{ name: 'ours' }] })],
    [gateway, 'no TLS', (draft) => draft.edit(gateway).set('spec.listeners.0.protocol', 'HTTP')],
    [
      'Ingress lyo-backend/old',
      'an Ingress with a certificate of its own',
      (draft) =>
        draft.add(
          '{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: old, namespace: lyo-backend }, spec: { tls: [{ secretName: ours }] } }',
        ),
    ],
  ]),
  ...before('cis/public-entries', [
    [
      'Ingress lyo-backend/clear',
      'an Ingress of another controller without TLS',
      (draft) =>
        draft.add('{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: clear, namespace: lyo-backend }, spec: { ingressClassName: nginx } }'),
    ],
    [
      'Ingress lyo-backend/half',
      'an Ingress of another controller, one host without a certificate',
      (draft) =>
        draft.add(
          '{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: half, namespace: lyo-backend }, spec: { ingressClassName: traefik, tls: [{ secretName: ours }, { hosts: [b] }] } }',
        ),
    ],
    [
      'Ingress lyo-backend/google',
      'an Ingress of Google’s class by annotation, with a certificate of its own',
      (draft) =>
        draft.add(
          '{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: google, namespace: lyo-backend, annotations: { kubernetes.io/ingress.class: gce } }, spec: { tls: [{ secretName: ours }] } }',
        ),
    ],
  ]),
  ...before('cis/web-dashboard', [
    [stateMetrics, 'the dashboard', (draft) => draft.edit(stateMetrics).set(`${container}.image`, 'docker.io/kubernetesui/dashboard:v2.7.0')],
    [stateMetrics, 'a newer dashboard', (draft) => draft.edit(stateMetrics).set(`${container}.image`, 'docker.io/kubernetesui/dashboard-web:1.6.0')],
    [deployment, 'another web interface', (draft) => draft.edit(deployment).set(`${container}.image`, 'ghcr.io/headlamp-k8s/headlamp:v0.30.0')],
  ]),
  ...before('cis/volume-encryption', [
    [statefulSet, 'a StatefulSet takes the default class', (draft) => draft.edit(statefulSet).remove(claimClass)],
    [statefulSet, 'a class of GKE', (draft) => draft.edit(statefulSet).set(claimClass, 'premium-rwo')],
    [statefulSet, 'the class has lost its key', (draft) => draft.edit(storageClass).remove(storageKey)],
    [statefulSet, 'the class has a text that is no key', (draft) => draft.edit(storageClass).set(storageKey, 'disks')],
    [
      'PersistentVolumeClaim lyo-observability/exports',
      'a claim of its own takes the default class',
      (draft) =>
        draft.add(
          '{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: exports, namespace: lyo-observability }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } }',
        ),
    ],
    [
      stateMetrics,
      'a pod brings a volume that ends with it',
      (draft) =>
        draft
          .edit(stateMetrics)
          .append(`${pod}.volumes`, { name: 'cache', ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'standard-rwo' } } } }),
    ],
  ]),
];

/** Mutants that only the audit checks. */
export const auditMutants: readonly Mutant[] = [
  ...before('cis/secret-variables', [
    [
      deployment,
      'a variable from a Secret',
      (draft) => draft.edit(deployment).append(`${container}.env`, { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }),
    ],
    [
      deployment,
      'a variable from another Secret than the configuration states',
      (draft) => {
        draft.edit(serviceAccount).set('secrets', [{ name: 'shop' }]);
        draft.edit(deployment).append(`${container}.env`, { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } });
      },
    ],
    [
      deployment,
      'all variables from a Secret that the configuration states',
      (draft) => {
        draft.edit(serviceAccount).set('secrets', [{ name: 'db' }]);
        draft.edit(deployment).set(`${container}.envFrom`, [{ secretRef: { name: 'db' } }]);
      },
    ],
    [deployment, 'all variables from a Secret', (draft) => draft.edit(deployment).set(`${container}.envFrom`, [{ secretRef: { name: 'db' } }])],
    [
      statefulSet,
      'a variable of an init container',
      (draft) =>
        draft.edit(statefulSet).set(`${pod}.initContainers`, [{ name: 'a', env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] }]),
    ],
  ]),
];
