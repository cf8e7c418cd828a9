/**
 * An identity that may try everything and change nothing. A server-side dry run needs the right to write, so rights to read are not enough for a preview: it has the right
 * to write, and an admission policy admits only its dry runs. It may not even read Secrets.
 */
import { partOf } from '../../config/names';
import type { ManifestObject } from '../../checks/manifest';

const name = `${partOf}-preview`;
const labels = { 'app.kubernetes.io/part-of': partOf };

/** Kinds that no admission policy covers: an identity with the right to write these could remove the policy. */
const beyondPolicies: ReadonlySet<string> = new Set(['admissionregistration.k8s.io']);

export interface PreviewIdentity {
  /** Its name for the API server: the address of a Google service account, or `system:serviceaccount:<namespace>:<name>`. */
  readonly user: string;
  /** What it may try. */
  readonly objects: readonly Pick<ManifestObject, 'group' | 'kind'>[];
}

/** In the order of apply: the policy exists before the rights. */
export function previewIdentity({ user, objects }: PreviewIdentity): readonly object[] {
  const roles = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name, labels },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'], resources: ['*/*'] }],
        },
        matchConditions: [{ name: 'only-the-preview', expression: `request.userInfo.username == '${user}'` }],
        validations: [{ expression: 'has(request.dryRun) && request.dryRun', message: 'this identity may try, and change nothing: --dry-run=server' }],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name, labels },
      spec: { policyName: name, validationActions: ['Deny'] },
    },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name, labels }, rules: rulesOf(objects) },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name, labels },
      roleRef: roles,
      subjects: [subjectOf(user)],
    },
  ];
}

interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

function rulesOf(objects: PreviewIdentity['objects']): readonly RoleRule[] {
  const groups = new Map<string, Set<string>>();
  // reads of a dry run besides the objects: namespaces, definitions, and the record of the last apply
  const asked = [
    { group: '', kind: 'Namespace' },
    { group: '', kind: 'ConfigMap' },
    { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
  ];
  for (const { group, kind } of [...asked, ...objects]) {
    if (kind === 'Secret' || beyondPolicies.has(group)) continue;
    groups.set(group, (groups.get(group) ?? new Set()).add(resourceOf(kind)));
  }
  const tried = [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([group, resources]) => rule(group, [...resources].sort(), triedVerbs));
  // a role is tried with rights that the identity itself does not have
  return groups.has(rbac) ? [...tried, rule(rbac, ['clusterroles', 'roles'], ['bind', 'escalate'])] : tried;
}

const rbac = 'rbac.authorization.k8s.io';
const triedVerbs = ['create', 'get', 'list', 'patch'] as const;

function rule(group: string, resources: readonly string[], verbs: readonly string[]): RoleRule {
  return { apiGroups: [group], resources, verbs };
}

/** The name in the API of a kind: `NetworkPolicy` → `networkpolicies`, `Ingress` → `ingresses`. The scenario compares it with the real API server. */
export function resourceOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(lower) ? `${lower}es` : `${lower}s`;
}

function subjectOf(user: string): object {
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  if (namespace === undefined || account === undefined) return { apiGroup: rbac, kind: 'User', name: user };
  return { kind: 'ServiceAccount', namespace, name: account };
}
