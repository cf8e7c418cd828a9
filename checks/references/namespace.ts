import type { ManifestObject } from '../manifest';
import { namespaces } from '../objects/namespace';
import { check, type Finding } from '../check';

/** Kinds that have no namespace, by API group. */
const clusterScoped: Readonly<Record<string, readonly string[]>> = {
  '': ['Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'monitoring.googleapis.com': ['ClusterNodeMonitoring', 'ClusterPodMonitoring'],
  'networking.k8s.io': ['IngressClass'],
  'node.k8s.io': ['RuntimeClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'StorageClass'],
};

export const namespace = check({
  id: 'references/namespace',
  title: 'every namespaced object states a namespace that the manifests declare, and no other object states one',
  why: 'Without it the object lands wherever kubectl points at that moment, outside quota and network policy.',
  find: (manifests) => {
    const declared = namespaces.of(manifests).map(({ object }) => object.name);
    return manifests.objects.flatMap((object): readonly Finding[] => {
      const problem = problemOf(object, declared);
      return problem === undefined ? [] : [{ subject: object, ...problem }];
    });
  },
});

function problemOf(object: ManifestObject, declared: readonly string[]): Pick<Finding, 'problem' | 'fix'> | undefined {
  const { group, kind, namespace: stated } = object;
  const clusterWide = clusterScoped[group]?.includes(kind) ?? false;
  if (clusterWide) {
    return stated === undefined
      ? undefined
      : { problem: `${kind} is cluster-wide, and metadata.namespace is ${stated}`, fix: 'leave the namespace out (constructs/cluster-scoped.ts)' };
  }
  if (stated === undefined) return { problem: `${kind} is namespaced, and metadata.namespace is not stated`, fix: 'state the namespace of the chart' };
  // the reader role for aggregated API servers is in kube-system, so the binding must be there too
  if (declared.includes(stated) || (stated === 'kube-system' && kind === 'RoleBinding')) return undefined;
  return {
    problem: `metadata.namespace is ${stated}, and declared are ${declared.join(', ') || 'none'}`,
    fix: 'use a declared namespace, or declare it in charts/namespaces.ts',
  };
}
