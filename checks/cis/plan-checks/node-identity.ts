/** Checks of the nodes' rights, and of credentials that pods can get from their node. */
import { resourceName, resourcesOf, type Plan, type PlanResource } from '../../plan';
import { planTypes } from '../../plan-types';
import { be, match, mean } from '../expectation';
import { absent, missing, observed, type Verdict } from '../verdict';
import { planCheck, propertyCheck } from '../plan-check';
import { grantsTo, nodeAccounts } from './grants';

/** The only roles that a node needs: for logs, metrics and its registration, to pull images, and to stream them. */
const nodeRoles = ['roles/container.defaultNodeServiceAccount', 'roles/artifactregistry.reader', 'roles/serviceusage.serviceUsageConsumer'];

export const nodeAccount = propertyCheck({
  id: 'cis/node-account',
  title: 'nodes run as a service account of their own',
  why: 'The default account of the project may change almost everything in it, and every pod on the node can become it.',
  of: planTypes.nodePool,
  requires: [{ property: 'nodeConfig.serviceAccount', must: mean(planTypes.account) }],
});

export const nodeAccountRoles = planCheck({
  id: 'cis/node-account-roles',
  title: 'the service account of the nodes may write logs and metrics, and read and stream images, nothing else',
  why: 'What the node may do, an attacker on it may do: a registry that it can write is a way into every cluster.',
  check: (plan) => {
    const accounts = nodeAccounts(plan);
    if (accounts.length === 0) return [missing(plan, 'a service account that nodes run as', 'give nodeConfig.serviceAccount an account of the plan (stacks/)')];
    return accounts.flatMap((account) => roleFindings(plan, account));
  },
});

export const metadataServer = propertyCheck({
  id: 'cis/metadata-server',
  title: 'pods see the metadata server of GKE, not the one of the machine',
  why: 'The metadata server of the machine hands every pod the token of the node.',
  of: planTypes.nodePool,
  requires: [{ property: 'nodeConfig.workloadMetadataConfig.mode', must: be('GKE_METADATA') }],
});

export const workloadIdentity = propertyCheck({
  id: 'cis/workload-identity',
  title: 'pods that call Google APIs do so as their own Kubernetes service account',
  why: 'The alternatives are keys in files, which leak, and the identity of the node, which all its pods share.',
  of: planTypes.cluster,
  requires: [{ property: 'workloadIdentityConfig.workloadPool', must: match(/^[\w${}.-]+\.svc\.id\.goog$/, 'be <project>.svc.id.goog') }],
});

export const noAccountKeys = planCheck({
  id: 'cis/no-account-keys',
  title: 'no service account has a key',
  why: 'A key is a password that works from everywhere until somebody remembers to delete it.',
  check: (plan) => {
    const keys = resourcesOf(plan, planTypes.accountKey);
    if (keys.length === 0) return [absent(plan, 'Key of a service account')];
    return keys.map((key) =>
      observed(plan, key, {
        property: 'serviceAccountId',
        value: key.inputs['serviceAccountId'],
        problem: `${resourceName(key)} must not exist`,
        fix: 'remove it: workloads use workload identity, pipelines use federation (stacks/)',
      }),
    );
  },
});

function roleFindings(plan: Plan, account: PlanResource): readonly Verdict[] {
  const grants = grantsTo(plan, account);
  const needed = nodeRoles.slice(0, 1).filter((role) => !grants.some((grant) => grant.role === role));
  return [
    ...needed.map((role) => missing(plan, `${role} for ${resourceName(account)}`, 'without it nodes cannot register: grant it (stacks/)')),
    ...grants.map(({ resource, role }) => {
      const problem = nodeRoles.includes(role) ? undefined : `role must be one of ${nodeRoles.join(', ')} for the account of the nodes`;
      return observed(plan, resource, {
        property: 'role',
        value: role,
        problem,
        fix: 'give the role to the workload that needs it, by workload identity (stacks/)',
      });
    }),
  ];
}
