import { nameOf } from '../manifest';
import { bindings } from '../objects/access';
import { exists, missingFix } from '../objects/existence';
import { check } from '../check';

export const role = check({
  id: 'references/role',
  title: 'every role that a binding names is there or built in',
  why: 'A binding to a missing role gives nothing, and a program that needs the right fails when it first uses it.',
  find: (manifests) =>
    bindings.of(manifests).flatMap(({ object, value: { roleRef } }) => {
      const wanted = { kind: roleRef.kind, name: roleRef.name, namespace: roleRef.kind === 'ClusterRole' ? undefined : object.namespace };
      if (exists(manifests, wanted) || isBuiltIn(wanted)) return [];
      return [{ subject: object, problem: `roleRef names ${nameOf(wanted)}, which is neither in the manifests nor built in`, fix: missingFix(wanted.kind) }];
    }),
});

/** Whether the API server creates the role itself. */
function isBuiltIn({ kind, name, namespace }: { readonly kind: string; readonly name: string; readonly namespace: string | undefined }): boolean {
  if (kind === 'ClusterRole') return name.startsWith('system:') || ['cluster-admin', 'admin', 'edit', 'view'].includes(name);
  return namespace === 'kube-system' && (name.startsWith('system:') || name === 'extension-apiserver-authentication-reader');
}
