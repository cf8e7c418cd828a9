/** All permissions of the Kubernetes adapter; the chart makes roles of them. Objects are named wherever RBAC can restrict by name. */

interface Permission {
  /** `''` is the core group. */
  readonly group: string;
  readonly resources: readonly string[];
  readonly names?: readonly string[];
  readonly verbs: readonly ('get' | 'create' | 'update' | 'patch')[];
}

/** In its own namespace: the lease, the ConfigMap of decisions, and that of what people said where they may say something. An object created by server-side apply has its name in the request, unlike one created by POST. */
export function ownRights({ lease, decisions, interventions }: OwnObjects): readonly Permission[] {
  return [
    { group: 'coordination.k8s.io', resources: ['leases'], verbs: ['create'] },
    { group: 'coordination.k8s.io', resources: ['leases'], names: [lease], verbs: ['get', 'update'] },
    { group: '', resources: ['configmaps'], names: [decisions, ...(interventions === undefined ? [] : [interventions])], verbs: ['get', 'create', 'patch'] },
  ];
}

interface OwnObjects {
  readonly lease: string;
  readonly decisions: string;
  /** @default - nobody can say anything */
  readonly interventions?: string | undefined;
}

/** In the whole cluster, where people may write: to ask whose token it is, and what its owner may. Neither tells or changes anything else. */
export const rightsToAskAboutCallers: readonly Permission[] = [
  { group: 'authentication.k8s.io', resources: ['tokenreviews'], verbs: ['create'] },
  { group: 'authorization.k8s.io', resources: ['subjectaccessreviews'], verbs: ['create'] },
];

/** In each namespace of workloads: it tells what it decided about them. Of what they read it knows the ConfigMaps named here, and writes those alone that it may change. */
export function rightsBesideWorkloads({ read, written }: { readonly read: readonly string[]; readonly written: readonly string[] }): readonly Permission[] {
  return [
    { group: 'events.k8s.io', resources: ['events'], verbs: ['create'] },
    ...named(read, ['get']),
    // server-side apply of what is not there yet is a creation, asked for by name
    ...named(written, ['get', 'create', 'patch']),
  ];
}

/** No name would mean every one. */
function named(names: readonly string[], verbs: Permission['verbs']): readonly Permission[] {
  return names.length === 0 ? [] : [{ group: '', resources: ['configmaps'], names, verbs }];
}
