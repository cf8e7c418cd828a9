import { planTypes } from '../../../../checks/plan-types';
import type { PlanDraft } from '../plan-draft';
import { breaking, type PlanMutant } from '../plan-mutant';

const { secret, secretVersion, key } = planTypes;
const onSecret = 'gcp:secretmanager/secretIamMember:SecretIamMember';
const pods = 'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/lyo.svc.id.goog/subject/ns/lyo-backend/sa/backend';
const reading = { secretId: 'database-url', role: 'roles/secretmanager.secretAccessor' };

function addSecret(draft: PlanDraft, replication: unknown): void {
  draft.add(secret, 'database-url', { secretId: 'database-url', replication });
}

function replica(kmsKeyName?: string): object {
  return { location: 'europe-west1', ...(kmsKeyName && { customerManagedEncryption: { kmsKeyName } }) };
}

/** The clean plan has no secret, so each mutant adds one. */
export const secretMutants: readonly PlanMutant[] = [
  ...breaking('hardening/secret-encryption', [
    ['a secret that lies anywhere', (draft) => addSecret(draft, { auto: {} })],
    ['a secret with Google’s own key', (draft) => addSecret(draft, { userManaged: { replicas: [replica()] } })],
    ['a secret without a place', (draft) => addSecret(draft, { userManaged: { replicas: [] } })],
    [
      'one of two places without a key',
      (draft) => {
        const ours = draft.plan.resources.find(({ type }) => type === key)?.name ?? '';
        addSecret(draft, { userManaged: { replicas: [replica(`\${CryptoKey.${ours}.id}`), replica('projects/other/locations/eu/keyRings/a/cryptoKeys/b')] } });
      },
    ],
  ]),
  ...breaking('hardening/secret-readers', [
    ['every secret of the project', (draft) => draft.add('gcp:projects/iAMMember:IAMMember', 'all', { role: reading.role, member: pods })],
    ['more than reading', (draft) => draft.add(onSecret, 'more', { ...reading, role: 'roles/secretmanager.admin', member: pods })],
    ['a person', (draft) => draft.add(onSecret, 'person', { ...reading, member: 'user:somebody@lyo.example' })],
    [
      'all pods of a namespace',
      (draft) => draft.add(onSecret, 'namespace', { ...reading, member: pods.replace('principal:', 'principalSet:').replace(/\/sa\/.*/, '') }),
    ],
    ['everybody who has an account', (draft) => draft.add(onSecret, 'everybody', { ...reading, member: 'allAuthenticatedUsers' })],
  ]),
  ...breaking('hardening/no-secret-values', [
    ['a value in the program', (draft) => draft.add(secretVersion, 'value', { secret: 'database-url', secretData: 'something' })],
    ['a value of an encrypted secret', (draft) => draft.add(secretVersion, 'value', { secret: 'projects/x/secrets/y', secretData: { secret: 'encrypted' } })],
    ['a value that is a reference', (draft) => draft.add(secretVersion, 'value', { secret: 'a', secretData: '${RandomPassword.a.result}' })],
  ]),
];
