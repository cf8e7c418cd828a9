/** Checks of secrets in Secret Manager: encryption, location and readers. The evidence of `hardening/secret-readers` lists every secret with each of its readers. */
import { planTypes } from '../../plan-types';
import { refersTo } from '../../plan-reference';
import { resourcesOf, type Plan } from '../../plan';
import { textAt } from '../../plan-value';
import { valueAt } from '../../../config/record';
import { planCheck } from '../plan-check';
import { absent, observed, type Verdict } from '../verdict';
import { grantsOf, type Grant } from './grants';

const reading = 'roles/secretmanager.secretAccessor';
/** Principal of the pods of exactly one ServiceAccount. */
const onePodIdentity = /^principal:\/\/iam\.googleapis\.com\/.+\/subject\/ns\/[^/*]+\/sa\/[^/*]+$/;
const atOneSecret = 'gcp:secretmanager/secretIamMember:SecretIamMember';

export const secretEncryption = planCheck({
  id: 'hardening/secret-encryption',
  title: 'secrets lie in stated regions, encrypted with a key of the plan',
  why: 'With automatic replication they lie anywhere, and with Google’s own key nobody can withdraw access to a value that got out.',
  check: (plan) =>
    ofEach(plan, planTypes.secret, 'secret of Secret Manager', (secret) => {
      const replicas = valueAt(secret.inputs, 'replication.userManaged.replicas');
      const list: readonly unknown[] = Array.isArray(replicas) ? replicas : [];
      const encrypted = list.every((replica) => refersTo(plan, valueAt(replica, 'customerManagedEncryption.kmsKeyName'), planTypes.key));
      const problem = list.length > 0 && encrypted ? undefined : 'every replica must have a region and customerManagedEncryption with a key of the plan';
      return { property: 'replication', value: valueAt(secret.inputs, 'replication'), problem, fix: 'make it as stacks/workload-secrets.ts does' };
    }),
});

export const secretReaders = planCheck({
  id: 'hardening/secret-readers',
  title: 'each secret is readable by named workloads, and nothing reads all of them',
  why: 'A role at the project reads every secret, those of tomorrow among them; an identity of many pods reads what only one of them needs.',
  check: (plan) => {
    const grants = grantsOf(plan).filter(isOfSecrets);
    if (grants.length === 0) return [absent(plan, 'role on a secret')];
    return grants.map((grant) =>
      observed(plan, grant.resource, {
        property: 'secretId, role, members',
        value: `${textAt(grant.resource.inputs, 'secretId') ?? 'every secret'}: ${grant.role} to ${grant.members.join(', ')}`,
        problem: problemOf(grant),
        fix: 'state the secret in `secrets` of the workload that reads it (config/)',
      }),
    );
  },
});

export const noSecretValues = planCheck({
  id: 'hardening/no-secret-values',
  title: 'no value of a secret is in the program',
  why: 'It would be in the plan, in the state and in the history of the repository, where nobody can take it back.',
  check: (plan) =>
    ofEach(plan, planTypes.secretVersion, 'value of a secret', (version) => ({
      property: 'secret',
      value: valueAt(version.inputs, 'secret'),
      problem: 'must not be made by the program',
      fix: 'put the value in by hand: gcloud secrets versions add <name> --data-file=-',
    })),
});

function ofEach(plan: Plan, type: Parameters<typeof resourcesOf>[1], what: string, look: (resource: Resource) => Observation): readonly Verdict[] {
  const resources = resourcesOf(plan, type);
  return resources.length === 0 ? [absent(plan, what)] : resources.map((resource) => observed(plan, resource, look(resource)));
}

type Resource = ReturnType<typeof resourcesOf>[number];
type Observation = Parameters<typeof observed>[2];

/** Whether a grant concerns secrets: a role for secrets granted anywhere, or any role granted on a secret. */
function isOfSecrets({ role, resource }: Grant): boolean {
  return role.startsWith('roles/secretmanager.') || resource.type.startsWith('gcp:secretmanager/');
}

function problemOf({ role, resource, members }: Grant): string | undefined {
  if (resource.type !== atOneSecret) return `must be given at one secret, and is given by a ${resource.type}`;
  if (role !== reading) return `role must be ${reading}`;
  const others = members.filter((member) => !onePodIdentity.test(member));
  return others.length === 0 ? undefined : `members must be the pods of one ServiceAccount each, and include ${others.join(', ')}`;
}
