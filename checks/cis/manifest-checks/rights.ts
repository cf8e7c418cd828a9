/** Checks of the rights in roles of the manifests. */
import { z } from 'zod';
import { bindings } from '../../objects/access';
import { listOf, texts } from '../../objects/shape';
import { check, type Finding } from '../../check';
import { view } from '../../view';
import type { Manifests } from '../../manifest';

const right = z.object({ apiGroups: texts, resources: texts, verbs: texts });
type Right = z.infer<typeof right>;

const roles = view({ group: 'rbac.authorization.k8s.io', kinds: ['Role', 'ClusterRole'] }, z.object({ rules: listOf(right) }));

const reading = ['get', 'list', 'watch', '*'];
/** Verbs that allow privilege escalation. */
const climbing = ['bind', 'escalate', 'impersonate'];
/** Built-in roles that may read every Secret of their scope. */
const readers = ['cluster-admin', 'admin', 'edit'];

export const secretAccess = check({
  id: 'cis/secret-access',
  title: 'no role reads Secrets, and nothing is bound to a built-in role that does',
  why: 'Whoever reads the Secrets of a namespace is everybody whose password is in them.',
  find: (manifests) => [
    ...rightsFound(manifests, readsSecrets, 'reads Secrets', 'mount the one Secret that the program needs as a file, and take secrets out of the role'),
    ...bindings
      .of(manifests)
      .filter(({ value: { roleRef } }) => roleRef.kind === 'ClusterRole' && readers.includes(roleRef.name))
      .map(({ object, value }) => ({
        subject: object,
        problem: `roleRef is ClusterRole ${value.roleRef.name}, which reads every Secret`,
        fix: 'write a role with the rights that the program uses',
      })),
  ],
});

export const wildcardRights = check({
  id: 'cis/wildcard-rights',
  title: 'no role has a wildcard',
  why: 'It includes what is installed tomorrow, and nobody sees it grow.',
  find: (manifests) =>
    rightsFound(
      manifests,
      ({ apiGroups, resources, verbs }) => [apiGroups, resources, verbs].some((list) => list.includes('*')),
      'has a wildcard',
      'name groups, resources and verbs',
    ),
});

export const climbingRights = check({
  id: 'cis/climbing-rights',
  title: 'no role may bind, escalate or impersonate',
  why: 'Each of the three verbs is a way to every other right.',
  find: (manifests) =>
    rightsFound(
      manifests,
      ({ verbs }) => verbs.some((verb) => climbing.includes(verb)),
      'lets its holder take further rights',
      'leave the verb to the pipeline',
    ),
});

function readsSecrets({ apiGroups, resources, verbs }: Right): boolean {
  const named = apiGroups.some((group) => group === '' || group === '*') && resources.some((resource) => resource === 'secrets' || resource === '*');
  return named && verbs.some((verb) => reading.includes(verb));
}

function rightsFound(manifests: Manifests, isWrong: (right: Right) => boolean, what: string, fix: string): readonly Finding[] {
  return roles.of(manifests).flatMap(({ object, value }) =>
    value.rules.filter(isWrong).map(({ apiGroups, resources, verbs }) => ({
      subject: object,
      problem: `the role ${what}: verbs ${verbs.join(', ')} on ${resources.join(', ')} of ${apiGroups.map((group) => group || 'core').join(', ')}`,
      fix,
    })),
  );
}
