/** An account for a program that on GKE belongs to the control plane. */

export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** The account with the role cluster-admin, because rights of the control plane are not tested here. */
export function administrator(account: ServiceAccount): readonly object[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: account.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
  ];
}
