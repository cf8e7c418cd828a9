/** Checks of the subjects of role bindings. */
import { bindings } from '../../objects/access';
import { check, type CheckDefinition } from '../../check';
import type { Check } from '../../check';

export const administrators = check({
  id: 'cis/cluster-admin',
  title: 'nothing is bound to cluster-admin',
  why: 'The role is every right there is, now and later.',
  find: (manifests) =>
    bindings
      .of(manifests)
      .filter(({ value: { roleRef } }) => roleRef.name === 'cluster-admin')
      .map(({ object, value }) => ({
        subject: object,
        problem: `roleRef is cluster-admin, for ${value.subjects.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`,
        fix: 'write a role with the rights that the program uses',
      })),
});

export const mastersGroup = noneBound('system:masters', {
  id: 'cis/masters-group',
  title: 'nothing is bound to the group system:masters',
  why: 'Its members pass by RBAC and cannot be taken out of it.',
});

export const anonymousUser = noneBound('system:anonymous', {
  id: 'cis/anonymous-bindings',
  title: 'nothing is bound to the user system:anonymous',
  why: 'Everybody who can connect has the role, without a name.',
});

export const unauthenticatedGroup = noneBound('system:unauthenticated', {
  id: 'cis/unauthenticated-bindings',
  title: 'nothing is bound to the group system:unauthenticated',
  why: 'Everybody who can connect has the role, without a name.',
});

export const authenticatedGroup = noneBound('system:authenticated', {
  id: 'cis/authenticated-bindings',
  title: 'nothing is bound to the group system:authenticated',
  why: 'On Google Cloud it holds everybody with a Google account.',
});

function noneBound(subject: string, identity: Omit<CheckDefinition, 'find'>): Check {
  return check({
    ...identity,
    find: (manifests) =>
      bindings
        .of(manifests)
        .filter(({ value: { subjects } }) => subjects.some(({ kind, name }) => kind !== 'ServiceAccount' && name === subject))
        .map(({ object, value: { roleRef } }) => ({
          subject: object,
          problem: `subjects include ${subject}, for the role ${roleRef.name}`,
          fix: 'bind a group of the directory, or a service account',
        })),
  });
}
