import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { clusterScoped } from './cluster-scoped';

/** Verbs on resources of one API group. */
export interface Right {
  /** `''` is the core group. */
  readonly group: string;
  readonly resources: readonly string[];
  /** Restricts the right to objects with these names. @default - all objects */
  readonly names?: readonly string[];
  readonly verbs: readonly Verb[];
}

/** Of the API server, and of the optimizer, which asks it who may do what. */
type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'approve' | 'reject' | 'freeze' | 'unfreeze';

export interface AccessRightsProps {
  /** The ServiceAccount, and the name of every role and binding made for it. */
  readonly name: string;
  readonly namespace: string;
  /** Rights in the whole cluster. */
  readonly cluster?: readonly Right[];
  /** Rights in the ServiceAccount's own namespace. */
  readonly own?: readonly Right[];
  /** Rights in other namespaces, by name. */
  readonly inNamespaces?: Readonly<Record<string, readonly Right[]>>;
  /** Non-resource URLs that may be read: of the API server, and of servers that delegate authorization to it. @default - none */
  readonly paths?: readonly string[];
}

/** A ServiceAccount with exactly the rights that are listed. Names of cluster-wide objects contain the namespace, because the cluster is shared. */
export class AccessRights extends Construct {
  public constructor(scope: Construct, id: string, { name, namespace, cluster = [], own = [], inNamespaces = {}, paths = [] }: AccessRightsProps) {
    super(scope, id);
    const subjects = [{ kind: 'ServiceAccount', name, namespace }];
    const clusterName = `${namespace}-${name}`;
    if (cluster.length + paths.length > 0) {
      const readable = paths.length === 0 ? [] : [{ nonResourceUrLs: [...paths], verbs: ['get'] }];
      clusterScoped(new k8s.KubeClusterRole(this, 'cluster-role', { metadata: { name: clusterName }, rules: [...rules(cluster), ...readable] }));
      clusterScoped(
        new k8s.KubeClusterRoleBinding(this, 'cluster-role-binding', {
          metadata: { name: clusterName },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterName },
          subjects,
        }),
      );
    }
    if (own.length > 0) {
      new k8s.KubeRole(this, 'role', { metadata: { name }, rules: rules(own) });
      new k8s.KubeRoleBinding(this, 'role-binding', {
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects,
      });
    }
    for (const [elsewhere, rights] of Object.entries(inNamespaces)) {
      // in another namespace the name says which ServiceAccount has the rights
      const metadata = { name: `${namespace}-${name}`, namespace: elsewhere };
      new k8s.KubeRole(this, `${elsewhere}-role`, { metadata, rules: rules(rights) });
      new k8s.KubeRoleBinding(this, `${elsewhere}-role-binding`, {
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
        subjects,
      });
    }
  }
}

/** Rights that every aggregated API server needs: to delegate authentication and authorization of its callers to the API server. */
export class AggregatedServerRights extends Construct {
  public constructor(scope: Construct, id: string, { name, namespace }: { readonly name: string; readonly namespace: string }) {
    super(scope, id);
    const subjects = [{ kind: 'ServiceAccount', name, namespace }];
    clusterScoped(
      new k8s.KubeClusterRoleBinding(this, 'auth-delegator', {
        metadata: { name: `${namespace}-${name}-auth-delegator` },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
        subjects,
      }),
    );
    new k8s.KubeRoleBinding(this, 'auth-reader', {
      metadata: { name: `${namespace}-${name}-auth-reader`, namespace: 'kube-system' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'extension-apiserver-authentication-reader' },
      subjects,
    });
  }
}

function rules(rights: readonly Right[]): k8s.PolicyRule[] {
  return rights.map(({ group, resources, names, verbs }) => ({
    apiGroups: [group],
    resources: [...resources],
    ...(names === undefined ? {} : { resourceNames: [...names] }),
    verbs: [...verbs],
  }));
}
