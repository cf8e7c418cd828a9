/** Checks of the resources around databases, caches and workloads: endpoints, DNS names, users, alerts, and the pipeline's custom roles. */
import { planTypes, type PlanType } from '../../plan-types';
import { resourcesOf, type PlanResource } from '../../plan';
import { textsAt } from '../../plan-value';
import type { PlanCheck } from '../audit-check';
import { be, beLeftOut, beOff, beOn, beStated } from '../expectation';
import { planCheck, required, type Requirement } from '../plan-check';
import { absent, observed } from '../verdict';

type Identity = Pick<PlanCheck, 'id' | 'title' | 'why'>;

/** A check of every resource of a type; not applicable to a plan without one. */
function ofEach(identity: Identity, [type, what]: readonly [PlanType, string], ...requirements: readonly Requirement[]): PlanCheck {
  return planCheck({
    ...identity,
    check: (plan) => {
      const found = resourcesOf(plan, type);
      return found.length === 0 ? [absent(plan, what)] : found.flatMap((resource) => requirements.map((requirement) => required(plan, resource, requirement)));
    },
  });
}

export const serviceAddressesInside = ofEach(
  {
    id: 'hardening/service-addresses',
    title: 'addresses of databases and caches are those of the network',
    why: 'An address of the internet in front of a database is tried by everybody, whatever the database itself says.',
  },
  [planTypes.regionalAddress, 'address of a service'],
  { property: 'addressType', must: be('INTERNAL') },
  { property: 'subnetwork', must: beStated },
);

export const serviceRules = ofEach(
  {
    id: 'hardening/service-endpoints',
    title: 'ways to databases and caches lead to one service, from their region alone',
    why: 'A rule for a load balancer takes requests from outside; one for all regions is a way in from networks that nobody here looks at.',
  },
  [planTypes.forwardingRule, 'way to a service'],
  { property: 'target', must: beStated },
  // endpoints of Private Service Connect have an empty scheme
  { property: 'loadBalancingScheme', must: be('') },
  { property: 'allowPscGlobalAccess', must: beOff },
);

export const privateZones = ofEach(
  {
    id: 'hardening/private-zones',
    title: 'zones of names are answered in the network alone',
    why: 'Names of databases and registries tell strangers what there is, and a public answer could lead pods elsewhere.',
  },
  [planTypes.zone, 'zone'],
  { property: 'visibility', must: be('private') },
  { property: 'privateVisibilityConfig.networks', must: beStated },
);

export const databaseUsers = ofEach(
  {
    id: 'hardening/database-users',
    title: 'users of databases are accounts of Google, without a password',
    why: 'A password in the program is in the plan and in the state, and nobody can tell who used it.',
  },
  [planTypes.databaseUser, 'user of a database'],
  { property: 'type', must: be('CLOUD_IAM_SERVICE_ACCOUNT', 'CLOUD_IAM_USER', 'CLOUD_IAM_GROUP') },
  { property: 'password', must: beLeftOut },
);

export const databaseAlerts = ofEach(
  {
    id: 'hardening/database-alerts',
    title: 'alerts on databases and caches are on, and reach somebody',
    why: 'A full disk that nobody hears of stops the database.',
  },
  [planTypes.alertPolicy, 'alert at Google'],
  { property: 'enabled', must: beOn },
  { property: 'notificationChannels', must: beStated },
  { property: 'conditions', must: beStated },
);

/** Permissions to read stored data or to impersonate an account; the pipeline needs none of them. */
const tooMuch =
  /^(secretmanager\.versions\.|cloudsql\.instances\.(connect|login|export|import|executeSql)|memorystore\.instances\.connect|iam\.serviceAccounts\.(actAs|getAccessToken|getOpenIdToken|implicitDelegation|signBlob|signJwt)|iam\.serviceAccountKeys\.|storage\.objects\.|bigquery\.tables\.(getData|export)|pubsub\.subscriptions\.consume|spanner\.databases\.(read|select|write)|cloudkms\.cryptoKeyVersions\.useTo|resourcemanager\.projects\.setIamPolicy)|\*/;

export const ownRoles = planCheck({
  id: 'hardening/own-roles',
  title: 'roles of our own read nothing that is kept, and become nobody',
  why: 'Who makes secrets and databases in a pipeline must not be able to read them there.',
  check: (plan) => {
    const roles = resourcesOf(plan, planTypes.ownRole);
    return roles.length === 0 ? [absent(plan, 'role of our own')] : roles.map((role) => observed(plan, role, permissionsOf(role)));
  },
});

function permissionsOf({ inputs }: PlanResource): Parameters<typeof observed>[2] {
  const stated = textsAt(inputs, 'permissions');
  const wrong = stated.filter((permission) => tooMuch.test(permission));
  const problem = stated.length === 0 ? 'permissions must be stated' : wrong.length === 0 ? undefined : `permissions must not include ${wrong.join(', ')}`;
  return { property: 'permissions', value: stated.join(', '), problem, fix: 'list what making and changing takes (stacks/ci-roles.ts)' };
}
