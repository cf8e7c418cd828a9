import { keyOf, type Subject } from '../manifest';
import type { Rule } from '../rule';
import { rule } from '../rule';
import { frozenFile, type FrozenList } from './frozen';
import { identitiesOf } from './identity';

export function vanished(frozen: FrozenList): Rule {
  return rule({
    id: 'identity/vanished',
    title: 'nothing of the frozen list is missing',
    why: 'Nothing deletes what is no longer in the manifests: a workload that vanished from them runs on as it is, beside its successor after a rename, scaled, paid for and looked after by nobody.',
    find: (manifests) => {
      const present = identitiesOf(manifests);
      return Object.keys(frozen[manifests.environment] ?? {})
        .filter((key) => !present.has(key))
        .map((key) => ({
          subject: subjectOf(key),
          problem: `the frozen list has ${key}, and the manifests of ${manifests.environment} do not`,
          fix: `restore it; to rename, keep both until the new one serves; to remove it on purpose: npm run identity:freeze -- --replace ${manifests.environment}/${key}, and delete it in the cluster after the apply: ${deletion(key)}`,
        }));
    },
  });
}

/** The command that deletes the object of a key. */
function deletion(key: string): string {
  const { kind, namespace, name } = subjectOf(key);
  return `kubectl delete ${kind.toLowerCase()} ${name}${namespace === undefined ? '' : ` --namespace ${namespace}`}`;
}

/** The missing object, from its key. */
function subjectOf(key: string): Subject {
  const [kind = '', ...rest] = key.split('/');
  const name = rest.at(-1) ?? '';
  const subject = { kind, namespace: rest.length > 1 ? rest[0] : undefined, name, origin: { file: frozenFile } };
  if (keyOf(subject) !== key) throw new Error(`${frozenFile}: a key must be Kind/namespace/name or Kind/name, received ${key}`);
  return subject;
}
