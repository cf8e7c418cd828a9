/** Checks of roles that are too broad for any identity. */
import type { Plan } from '../../plan';
import { textAt } from '../../plan-value';
import { absent, observed, type Verdict } from '../verdict';
import { planCheck } from '../plan-check';
import { grantsOf, type Grant } from './grants';

const registryGrant = 'gcp:artifactregistry/';
/** A person, a group or everybody: not a program. */
const people = /^(user|group|domain):|^all(Authenticated)?Users$/;
const readingRoles = ['roles/artifactregistry.reader', 'roles/storage.objectViewer'];
const everybody = ['allUsers', 'allAuthenticatedUsers'];
const primitiveRoles = ['roles/owner', 'roles/editor'];
/** Roles with which an identity can grant itself any other role in a project. */
const grantingRoles = ['roles/resourcemanager.projectIamAdmin', 'roles/iam.securityAdmin', 'roles/iam.organizationRoleAdmin', 'roles/iam.roleAdmin'];

export const registryAccess = planCheck({
  id: 'cis/registry-access',
  title: 'people only read images; to write and administer them is for programs',
  why: 'Who may write an image decides what runs; a person who may do so goes around the review.',
  check: (plan) =>
    judged(plan, grantsOf(plan).filter(isRegistryGrant), 'role on a repository of images', ({ role, members }) => {
      const persons = members.filter((member) => people.test(member));
      return persons.length === 0 || readingRoles.includes(role) ? undefined : `${persons.join(', ')} must only read, and has ${role}`;
    }),
});

export const noPublicMembers = planCheck({
  id: 'hardening/no-public-members',
  title: 'no role is given to everybody',
  why: 'allUsers is the internet, and allAuthenticatedUsers is the internet with a free account.',
  check: (plan) =>
    judged(plan, grantsOf(plan), 'role', ({ members }) => {
      const open = members.filter((member) => everybody.includes(member));
      return open.length === 0 ? undefined : `members must be named, and include ${open.join(', ')}`;
    }),
});

export const noPrimitiveRoles = planCheck({
  id: 'hardening/no-primitive-roles',
  title: 'nobody is owner or editor of the project',
  why: 'Each holds thousands of rights, and every new service adds some.',
  check: (plan) => judged(plan, grantsOf(plan), 'role', ({ role }) => (primitiveRoles.includes(role) ? `role must be narrower than ${role}` : undefined)),
});

export const limitedGrants = planCheck({
  id: 'hardening/limited-grants',
  title: 'whoever may grant roles in the project may grant a few stated ones',
  why: 'Otherwise the role is ownership: it can be granted to oneself.',
  check: (plan) =>
    judged(
      plan,
      grantsOf(plan).filter(({ role }) => grantingRoles.includes(role)),
      'role that grants roles',
      ({ role, resource }) => {
        const granted = grantable(textAt(resource.inputs, 'condition.expression') ?? '');
        if (granted === undefined) return `${role} must have a condition that lists the roles to grant`;
        const wide = granted.filter((one) => [...primitiveRoles, ...grantingRoles, ...actingRoles].includes(one));
        return wide.length === 0 ? undefined : `${role} must not grant ${wide.join(', ')}`;
      },
    ),
});

/** Roles with which an identity can impersonate any service account, or let others do so. */
const actingRoles = [
  'roles/iam.serviceAccountAdmin',
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.serviceAccountUser',
  'roles/iam.workloadIdentityPoolAdmin',
];

/** The roles in a condition of one `hasOnly` list, or of several joined by `||`; either kind of quotes. Undefined for any other condition. */
function grantable(condition: string): readonly string[] | undefined {
  const lists = condition.split(' || ').map(listed);
  return lists.every((roles) => roles !== undefined) ? lists.flat() : undefined;
}

function listed(condition: string): readonly string[] | undefined {
  const list = /^api\.getAttribute\('iam\.googleapis\.com\/modifiedGrantsByRole', \[\]\)\.hasOnly\(\[([^\]]*)\]\)$/.exec(condition)?.[1];
  const roles = list?.split(',').map((item) => /^\s*(['"])(roles\/[\w.]+)\1\s*$/.exec(item)?.[2]);
  return roles?.every((role) => role !== undefined) === true ? roles : undefined;
}

function isRegistryGrant({ resource, role }: Grant): boolean {
  return resource.type.startsWith(registryGrant) || role.startsWith('roles/artifactregistry.') || role.startsWith('roles/storage.');
}

/** One line of evidence for each grant. */
function judged(plan: Plan, grants: readonly Grant[], subject: string, problemOf: (grant: Grant) => string | undefined): readonly Verdict[] {
  if (grants.length === 0) return [absent(plan, subject)];
  return grants.map((grant) => {
    const value = `${grant.role} to ${grant.members.join(', ')}`;
    return observed(plan, grant.resource, {
      property: 'role, members',
      value,
      problem: problemOf(grant),
      fix: 'give the narrowest role to one program (stacks/)',
    });
  });
}
