import { planTypes } from '../../../../checks/plan-types';
import type { PlanDraft } from '../plan-draft';
import { breaking, property, unstated, type PlanMutant } from '../plan-mutant';

const { registry, binaryPolicy, identityProvider, budget, backupPlan, cluster, service } = planTypes;
const federation = 'gcp:serviceaccount/iAMMember:IAMMember';
const onRegistry = 'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember';
const onProject = 'gcp:projects/iAMMember:IAMMember';
const writers = { project: 'lyo-platform-prod', role: 'roles/artifactregistry.writer' };

/** Mutants of the project: images, pipelines, roles, backups and budgets. */
export const projectMutants: readonly PlanMutant[] = [
  ...breaking('cis/image-scanning', [
    ...property(registry, 'vulnerabilityScanningConfig.enablementConfig', 'DISABLED'),
    unstated(registry, 'vulnerabilityScanningConfig'),
    ['the scanner is not enabled', (draft) => draft.edit(service, 'containerscanning.googleapis.com').set('inputs.service', 'dns.googleapis.com')],
  ]),
  ...breaking('cis/registry-access', [
    ['a person writes images', (draft) => draft.add(onRegistry, 'person', { ...writers, repository: 'lyo', member: 'user:somebody@lyo.example' })],
    [
      'everybody administers images',
      (draft) => draft.edit(onRegistry).set('inputs.role', 'roles/artifactregistry.repoAdmin').set('inputs.member', 'allAuthenticatedUsers'),
    ],
    ['a group writes all images of the project', (draft) => draft.add(onProject, 'group', { ...writers, member: 'group:developers@lyo.example' })],
    [
      'a person writes the bucket of an old registry',
      (draft) => draft.add('gcp:storage/bucketIAMMember:BucketIAMMember', 'old', { role: 'roles/storage.objectAdmin', member: 'user:somebody@lyo.example' }),
    ],
  ]),
  ...breaking('cis/image-policy', [
    ['everything may run', (draft) => draft.edit(binaryPolicy).set('inputs.defaultAdmissionRule.evaluationMode', 'ALWAYS_ALLOW')],
    ['refusals are only logged', (draft) => draft.edit(binaryPolicy).set('inputs.defaultAdmissionRule.enforcementMode', 'DRYRUN_AUDIT_LOG_ONLY')],
    ['a whole public registry may run', (draft) => draft.edit(binaryPolicy).append('inputs.admissionWhitelistPatterns', { namePattern: 'docker.io/**' })],
    ['every registry may run', (draft) => draft.edit(binaryPolicy).append('inputs.admissionWhitelistPatterns', { namePattern: '*' })],
    [
      'everything in a copy of a public registry may run',
      (draft) =>
        draft.edit(binaryPolicy).append('inputs.admissionWhitelistPatterns', { namePattern: 'europe-west1-docker.pkg.dev/lyo-platform-prod/mirror-docker/**' }),
    ],
    [
      'everything of a folder in a copy may run',
      (draft) =>
        draft
          .edit(binaryPolicy)
          .append('inputs.admissionWhitelistPatterns', { namePattern: 'europe-west1-docker.pkg.dev/lyo-platform-prod/mirror-docker/library/**' }),
    ],
    [
      'everything in the registry of the project may run, copies and all',
      (draft) => draft.edit(binaryPolicy).append('inputs.admissionWhitelistPatterns', { namePattern: 'europe-west1-docker.pkg.dev/lyo-platform-prod/**' }),
    ],
    [
      'one cluster is excepted',
      (draft) =>
        draft.edit(binaryPolicy).append('inputs.clusterAdmissionRules', {
          cluster: 'europe-west1.lyo-prod',
          evaluationMode: 'ALWAYS_ALLOW',
          enforcementMode: 'ENFORCED_BLOCK_AND_AUDIT_LOG',
        }),
    ],
    ['no policy', (draft) => draft.drop(binaryPolicy)],
  ]),
  ...breaking('hardening/ci-numeric-conditions', [
    ['the repository by name', (draft) => draft.edit(identityProvider).set('inputs.attributeCondition', "assertion.repository == 'lyo-example/lyo-platform'")],
    ['the owner alone', (draft) => draft.edit(identityProvider).set('inputs.attributeCondition', "assertion.repository_owner_id == '987654'")],
    ['no condition', (draft) => draft.edit(identityProvider).remove('inputs.attributeCondition')],
    [
      'an alternative beside the numbers',
      (draft) =>
        draft
          .edit(identityProvider)
          .set(
            'inputs.attributeCondition',
            "assertion.repository_owner_id == '1' && assertion.repository_id == '2' || assertion.repository == 'fork/lyo-platform'",
          ),
    ],
    [
      'everything but the repository',
      (draft) =>
        draft
          .edit(identityProvider)
          .text('inputs.attributeCondition', 'assertion.repository_owner_id', '!(true && assertion.repository_owner_id')
          .text('inputs.attributeCondition', "'123456789'", "'123456789' && true)"),
    ],
    [
      'the numbers hold something that is no number',
      (draft) => draft.edit(identityProvider).set('inputs.attributeCondition', "assertion.repository_owner_id == '1' && assertion.repository_id == 'x'"),
    ],
    ['tokens of somebody else', (draft) => draft.edit(identityProvider).set('inputs.oidc.issuerUri', 'https://tokens.example')],
  ]),
  ...breaking('hardening/ci-subjects', [
    ['pull requests deploy', (draft) => draft.edit(federation, 'ci-deploy').text('inputs.member', 'environment:prod', 'pull_request')],
    [
      'pull requests read',
      (draft) =>
        draft.edit(federation, 'ci-deploy').set('inputs.member', 'principal://iam.googleapis.com/pool/subject/repo:lyo-example/lyo-platform:pull_request'),
    ],
    [
      'the whole pool',
      (draft) => draft.edit(federation, 'ci-deploy').set('inputs.member', 'principalSet://iam.googleapis.com/${WorkloadIdentityPool.github-deploy.name}/*'),
    ],
  ]),
  ...breaking('hardening/ci-environment', [
    [
      'pods deploy as well',
      (draft) =>
        draft
          .copy(federation, 'ci-deploy')
          .set(
            'inputs.member',
            'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/lyo.svc.id.goog/subject/ns/lyo-backend/sa/backend',
          ),
    ],
    ['a branch deploys', (draft) => draft.edit(federation, 'ci-deploy').text('inputs.member', 'environment:prod', 'ref:refs/heads/main')],
    [
      'every workflow of the repository deploys',
      (draft) =>
        draft
          .edit(federation, 'ci-deploy')
          .set('inputs.member', 'principalSet://iam.googleapis.com/${WorkloadIdentityPool.github-deploy.name}/attribute.repository_id/1'),
    ],
    [
      'a repository that is named environment deploys',
      (draft) => draft.edit(federation, 'ci-deploy').text('inputs.member', ':environment:prod', '-environment:ref:refs/heads/main'),
    ],
    ['every branch deploys', (draft) => draft.edit(identityProvider, 'deploy').text('inputs.attributeCondition', " && assertion.ref == 'refs/heads/main'", '')],
    [
      'a branch beside main deploys',
      (draft) =>
        draft.edit(identityProvider, 'deploy').text('inputs.attributeCondition', "assertion.ref == 'refs/heads/main'", "assertion.ref != 'refs/heads/dev'"),
    ],
    ['no reviewer is asked', (draft) => draft.edit(identityProvider, 'deploy').text('inputs.attributeCondition', "assertion.environment == 'prod' && ", '')],
    [
      'a second provider of the pool asks for no environment',
      (draft) => draft.copy(identityProvider, 'deploy').text('inputs.attributeCondition', "assertion.environment == 'prod' && ", ''),
    ],
    ['nobody says which tokens are accepted', (draft) => draft.drop(identityProvider)],
    ['a preview that every workflow may be changes clusters', (draft) => addPreview(draft, 'roles/container.admin')],
    ['a preview that every workflow may be decrypts', (draft) => addPreview(draft, 'roles/cloudkms.cryptoKeyDecrypter')],
  ]),
  ...breaking('hardening/no-public-members', [
    ['everybody reads images', (draft) => draft.edit(onRegistry).set('inputs.member', 'allUsers')],
    ['everybody with an account edits names', (draft) => draft.edit(onProject, 'dns.admin').set('inputs.member', 'allAuthenticatedUsers')],
    [
      'everybody is in a list',
      (draft) => draft.add('gcp:projects/iAMBinding:IAMBinding', 'viewers', { role: 'roles/viewer', members: ['group:staff@lyo.example', 'allUsers'] }),
    ],
  ]),
  ...breaking('hardening/limited-grants', [
    ['the pipeline grants whatever it likes', (draft) => draft.edit(onProject, 'deploy-grants').remove('inputs.condition')],
    [
      'its condition is about something else',
      (draft) => draft.edit(onProject, 'deploy-grants').set('inputs.condition.expression', "request.time < timestamp('2030-01-01T00:00:00Z')"),
    ],
    [
      'its condition has an alternative',
      (draft) => draft.edit(onProject, 'deploy-grants').text('inputs.condition.expression', 'hasOnly(', "hasOnly(['x']) || true || [].hasOnly("),
    ],
    [
      'the owner is in the list',
      (draft) => draft.edit(onProject, 'deploy-grants').text('inputs.condition.expression', "hasOnly(['", "hasOnly(['roles/owner', '"),
    ],
    [
      'the owner is in the list, in other quotes',
      (draft) => draft.edit(onProject, 'deploy-grants').text('inputs.condition.expression', "hasOnly(['", `hasOnly(["roles/owner", '`),
    ],
    [
      'it grants the right to act as any account',
      (draft) => draft.edit(onProject, 'deploy-grants').text('inputs.condition.expression', "hasOnly(['", "hasOnly(['roles/iam.serviceAccountTokenCreator', '"),
    ],
    [
      'it grants the right to grant',
      (draft) =>
        draft.edit(onProject, 'deploy-grants').text('inputs.condition.expression', "hasOnly(['", "hasOnly(['roles/resourcemanager.projectIamAdmin', '"),
    ],
    ['somebody else grants roles', (draft) => draft.copy(onProject, 'dns.admin').set('inputs.role', 'roles/iam.securityAdmin')],
  ]),
  ...breaking('hardening/budget', [
    unstated(budget, 'amount'),
    ['nobody is told', (draft) => draft.edit(budget).set('inputs.thresholdRules', [])],
    ['no budget', (draft) => draft.drop(budget)],
  ]),
  ...breaking('hardening/backups', [
    ...property(backupPlan, 'backupConfig.includeVolumeData', false),
    ['copies are not kept', (draft) => draft.edit(backupPlan).set('inputs.retentionPolicy.backupRetainDays', 0)],
    unstated(backupPlan, 'backupSchedule'),
    ['no agent', (draft) => draft.edit(cluster).set('inputs.addonsConfig.gkeBackupAgentConfig.enabled', false)],
  ]),
];

/** Adds a service account for previews, which a workflow on any branch may use. */
function addPreview(draft: PlanDraft, role: string): void {
  draft.add(planTypes.account, 'github-preview', { accountId: 'github-preview' });
  draft.add(onProject, 'github-preview', { role, member: '${Account.github-preview.member}' });
  draft.add(federation, 'ci-preview', {
    serviceAccountId: '${Account.github-preview.name}',
    role: 'roles/iam.workloadIdentityUser',
    member: 'principal://iam.googleapis.com/${WorkloadIdentityPool.github-deploy.name}/subject/repository:1:ref:refs/heads/any',
  });
}
