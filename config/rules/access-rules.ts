/** Rules of the configuration about a workload's rights at Google's APIs. */
import { ofProject, ownPolicies, powerOf, resourceText, serviceOf, type Access } from '../access';
import { ofEachWorkload, when, type Rule } from './draft';
import type { Problem } from './problem';

const ofEachAccess = (problems: (access: Access, at: string, all: readonly Access[]) => readonly Problem[]): Rule =>
  ofEachWorkload(({ access = [] }) => access.flatMap((one, index) => problems(one, `access[${index}]`, access)));

const secrets = ofEachAccess(({ role }, at) =>
  when(serviceOf(role) === 'secretmanager', {
    path: `${at}.role`,
    rule: 'must not be one of Secret Manager: a secret that is stated in `secrets` may be read by exactly this workload',
    received: role,
  }),
);

const powers = ofEachAccess(({ role, reason }, at) => {
  const power = powerOf(role);
  return when(power !== undefined && reason === undefined && serviceOf(role) !== 'secretmanager', {
    path: `${at}.role`,
    rule: `must grant no more than reading and writing data, or have a reason: it ${power ?? ''}`,
    received: role,
  });
});

/** A role granted on the project holds for every resource in it, including those of other workloads and those that are created later. */
const places = ofEachAccess(({ role, resource }, at) => {
  const own = ofProject.includes(role) ? undefined : ownPolicies[serviceOf(role) ?? ''];
  if (own !== undefined && own.every((kind) => kind !== resource.kind)) {
    return [{ path: `${at}.resource.kind`, rule: `must be ${own.join(' or ')}, where ${role} can be given without reaching further`, received: resource.kind }];
  }
  return when(own === undefined && resource.kind !== 'project' && role.startsWith('roles/'), {
    path: `${at}.resource.kind`,
    rule: `must be project: ${role} is not given at a ${resource.kind}`,
    received: resource.kind,
  });
});

const once = ofEachAccess((one, at, all) => {
  const first = all.findIndex((other) => other.role === one.role && resourceText(other.resource) === resourceText(one.resource));
  return when(`access[${first}]` !== at, { path: at, rule: `must not repeat access[${first}]`, received: one.role });
});

/** In the order in which problems are shown. */
export const accessRules: readonly Rule[] = [secrets, powers, places, once];
