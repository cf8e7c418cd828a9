/** Checks of the pipeline's identity: which workflows of which repository may act on the project. */
import { resourcesOf, type Plan, type PlanResource } from '../../plan';
import { planTypes } from '../../plan-types';
import { referredTo } from '../../plan-reference';
import { textAt } from '../../plan-value';
import { be, match } from '../expectation';
import { absent, missing, observed, type Verdict } from '../verdict';
import { everyResource, planCheck, required } from '../plan-check';
import { grantsOf, grantsTo, type Grant } from './grants';

/** Read-only roles. */
const lookingOnly = /(viewer|reader|browser|reviewer|serviceUsageConsumer)$/i;

/** The subject of a job that runs in a GitHub environment. */
const environmentSubject = /\/subject\/repository:\d+:environment:[\w-]+$/;

/** A comparison in a condition that always has to hold: an operand of `&&` at the outermost level. */
const compared = (claim: string, value: string): RegExp => new RegExp(String.raw`(^|&&)\s*assertion\.${claim}\s*==\s*(['"])${value}\2\s*($|&&)`);
const numeric = (claim: string): RegExp => compared(claim, String.raw`\d+`);

export const numericConditions = planCheck({
  id: 'hardening/ci-numeric-conditions',
  title: 'tokens of GitHub are accepted from one repository of one owner, both named by their numbers',
  why: 'Names can be given up and taken by somebody else; without a condition every repository of GitHub may ask.',
  check: (plan) =>
    everyResource(plan, planTypes.identityProvider, (provider) => [
      required(plan, provider, { property: 'oidc.issuerUri', must: be('https://token.actions.githubusercontent.com') }),
      required(plan, provider, { property: 'attributeCondition', must: match(numeric('repository_id'), 'compare assertion.repository_id with a number') }),
      required(plan, provider, {
        property: 'attributeCondition',
        must: match(numeric('repository_owner_id'), 'compare assertion.repository_owner_id with a number'),
      }),
      noAlternative(plan, provider),
    ]),
});

export const narrowSubjects = planCheck({
  id: 'hardening/ci-subjects',
  title: 'no role is given to the subject of pull requests, and none to a whole pool',
  why: 'Whoever opens a pull request decides what its workflow does; with the identity of the pipeline that is what they do to the cluster.',
  check: (plan) => {
    const federated = grantsOf(plan).filter(({ members }) => members.some(isFederated));
    if (federated.length === 0) return [absent(plan, 'role for an identity from outside Google Cloud')];
    return federated.map((grant) => subjectFinding(plan, grant));
  },
});

export const deployEnvironment = planCheck({
  id: 'hardening/ci-environment',
  title: 'an identity that may change something belongs to a GitHub environment, where people approve, and to the main branch',
  why: 'A branch that nobody reviews, or a workflow in another branch, could deploy.',
  check: (plan) => {
    const accounts = resourcesOf(plan, planTypes.account).filter((account) => mayChange(plan, account));
    const grants = accounts
      .map((account) => federatedGrants(plan, account))
      .filter((ofAccount) => !ofAccount.every(isOfPods))
      .flat();
    if (grants.length === 0) return [absent(plan, 'identity of a pipeline that may change something')];
    return grants.flatMap((grant) => [environmentFinding(plan, grant), ...conditionFindings(plan, grant)]);
  },
});

/** Whether a grant lets the pods of one ServiceAccount impersonate an account that no other identity uses, which databases require. */
function isOfPods({ members }: Grant): boolean {
  return members.every((member) => /\/workloadIdentityPools\/[^/]+\.svc\.id\.goog\/subject\/ns\/[^/*]+\/sa\/[^/*]+$/.test(member));
}

function isFederated(member: string): boolean {
  return /^principal(Set)?:\/\//.test(member);
}

/** A condition must not contain alternatives: `a || b`, `!(a && b)` or `a ? b : c` could accept tokens of other repositories. */
function noAlternative(plan: Plan, provider: PlanResource): Verdict {
  const condition = textAt(provider.inputs, 'attributeCondition');
  const problem = /\|\||!\s*\(|\?/.test(condition ?? '') ? 'attributeCondition must not have alternatives' : undefined;
  return observed(plan, provider, { property: 'attributeCondition', value: condition, problem, fix: 'join conditions with && (stacks/)' });
}

function subjectFinding(plan: Plan, { resource, members }: Grant): Verdict {
  const wrong = members.filter((member) => member.includes('pull_request') || /\/\*$/.test(member));
  return observed(plan, resource, {
    property: 'member',
    value: members.join(', '),
    problem: wrong.length === 0 ? undefined : `member must name a subject or an attribute that no pull request has, and is ${wrong.join(', ')}`,
    fix: 'bind to the subject of a GitHub environment, or to main (stacks/)',
  });
}

/** Grants with which an external identity impersonates the account. */
function federatedGrants(plan: Plan, account: PlanResource): readonly Grant[] {
  return grantsOf(plan).filter(
    ({ resource, members }) => members.some(isFederated) && referredTo(plan, resource.inputs['serviceAccountId'], planTypes.account).includes(account),
  );
}

/** Whether the account has a role that is not read-only. */
function mayChange(plan: Plan, account: PlanResource): boolean {
  return grantsTo(plan, account).some(({ role }) => !lookingOnly.test(role));
}

function environmentFinding(plan: Plan, { resource, members }: Grant): Verdict {
  const outside = members.filter((member) => !environmentSubject.test(member));
  const problem = outside.length === 0 ? undefined : `member must be the subject of a GitHub environment, and is ${outside.join(', ')}`;
  return observed(plan, resource, { property: 'member', value: members.join(', '), problem, fix: 'bind to repository:<number>:environment:<name> (stacks/)' });
}

/** Verdicts on the provider's condition, which decides which tokens are accepted: without it the subject of a grant protects nothing. */
function conditionFindings(plan: Plan, { members }: Grant): readonly Verdict[] {
  const providers = resourcesOf(plan, planTypes.identityProvider).filter((provider) => members.some((member) => isOfPool(plan, member, provider)));
  if (providers.length === 0) return [missing(plan, `a WorkloadIdentityPoolProvider for ${members.join(', ')}`, 'add the provider of its pool (stacks/)')];
  return providers.flatMap((provider) => [
    required(plan, provider, {
      property: 'attributeCondition',
      must: match(compared('environment', String.raw`[\w-]+`), 'compare assertion.environment with a GitHub environment'),
    }),
    required(plan, provider, {
      property: 'attributeCondition',
      must: match(compared('ref', 'refs/heads/main'), "compare assertion.ref with 'refs/heads/main'"),
    }),
  ]);
}

function isOfPool(plan: Plan, member: string, { inputs }: PlanResource): boolean {
  const pool = textAt(inputs, 'workloadIdentityPoolId');
  if (pool === undefined) return false;
  const named = referredTo(plan, member, planTypes.identityPool).some((resource) => textAt(resource.inputs, 'workloadIdentityPoolId') === pool);
  return named || member.includes(`/workloadIdentityPools/${pool}/`);
}
