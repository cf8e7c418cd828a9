/** Secrets of Secret Manager and rights at Google's APIs that the infrastructure program creates for workloads. */
import { parsePlan } from '../../checks/plan-file';
import type { Plan, PlanResource } from '../../checks/plan';
import { recordPlan } from '../../stacks/plan';
import { planText } from '../../stacks/plan-text';
import { valueAt } from '../../config/record';
import { environmentWith } from '../environment-with';
import { everyAccess } from '../fixtures/every-access';
import { devOfEveryKind } from '../fixtures/every-kind';
import type { Environment } from '../../config/environment';

const planOf = async (environment: Environment): Promise<Plan> => parsePlan(planText(await recordPlan(environment)), 'plans/dev.yaml');
const ofType = ({ resources }: Plan, ending: string): readonly PlanResource[] => resources.filter(({ type }) => type.endsWith(ending));
const subject = (member: unknown): string => String(member).replace(/^.*\/subject\//, '');

describe('an environment whose workloads read secrets', () => {
  const plan = planOf(devOfEveryKind());

  test('each secret is created once, in the region, with the cluster’s key and without a value', async () => {
    const secrets = ofType(await plan, 'secret:Secret');
    expect(secrets.map(({ inputs }) => inputs['secretId'])).toEqual(['shop-mail-key', 'shop-signing-key']);
    for (const { inputs } of secrets) {
      expect(valueAt(inputs, 'replication.userManaged.replicas')).toEqual([
        { location: 'europe-west1', customerManagedEncryption: { kmsKeyName: '${CryptoKey.lyo-dev-secrets.id}' } },
      ]);
    }
    expect(ofType(await plan, 'SecretVersion')).toEqual([]);
  });

  test('only workloads that use a secret may read it', async () => {
    const grants = ofType(await plan, 'SecretIamMember').map(({ inputs }) => [inputs['secretId'], inputs['role'], subject(inputs['member'])]);
    const readers = ['migrate', 'nightly-report', 'fulfilment'].map((name) => `ns/lyo-backend/sa/${name}`);
    expect(grants).toHaveLength(6);
    for (const secret of ['shop-mail-key', 'shop-signing-key']) {
      for (const reader of readers) expect(grants).toContainEqual([secret, 'roles/secretmanager.secretAccessor', reader]);
    }
  });

  test('Secret Manager may use the key before the first secret is created', async () => {
    expect(ofType(await plan, 'CryptoKeyIAMMember').map(({ inputs }) => inputs['member'])).toContain('${ServiceIdentity.workload-secret-manager.member}');
  });

  test('the pipeline may create secrets and grant access to them, but not read them', async () => {
    const [own] = ofType(await plan, 'IAMCustomRole');
    const permissions = own?.inputs['permissions'] as readonly string[];
    expect(permissions).toContain('secretmanager.secrets.setIamPolicy');
    expect(permissions.filter((permission) => permission.includes('versions'))).toEqual([]);
    expect(ofType(await plan, 'IAMMember').map(({ inputs }) => String(inputs['role']))).not.toContain('roles/secretmanager.admin');
  });
});

describe('a workload that uses APIs of Google', () => {
  const plan = planOf(environmentWith({ 'workloads[0].access': everyAccess }));

  test('has each role at its resource, and at the project only roles that cannot be granted elsewhere', async () => {
    const granted = (await plan).resources
      .filter(({ inputs }) => subject(inputs['member']) === 'ns/lyo-backend/sa/backend')
      .map(({ type, inputs }) => [type.slice(type.lastIndexOf(':') + 1).toLowerCase(), inputs['role']]);
    expect(granted.sort()).toEqual(
      [
        ['bucketiammember', 'roles/storage.objectUser'],
        ['topiciammember', 'roles/pubsub.publisher'],
        ['subscriptioniammember', 'roles/pubsub.subscriber'],
        ['datasetiammember', 'roles/bigquery.dataViewer'],
        ['queueiammember', 'roles/cloudtasks.enqueuer'],
        ['databaseiammember', 'roles/spanner.databaseUser'],
        ['iammember', 'roles/datastore.user'],
      ].sort(),
    );
  });

  test('lets the pipeline grant exactly its roles at the project', async () => {
    const [grants] = ofType(await plan, 'IAMMember').filter(({ name }) => name.endsWith('deploy-grants'));
    expect(valueAt(grants?.inputs, 'condition.expression')).toContain("'roles/datastore.user'");
    expect(valueAt(grants?.inputs, 'condition.expression')).not.toContain('roles/storage');
  });
});

test('more roles at the project than fit into one condition are split into several', async () => {
  const many = Array.from({ length: 15 }, (_, index) => ({ role: `roles/example${'abcdefghijklmno'.charAt(index)}.user`, resource: { kind: 'project' } }));
  const [grants] = ofType(await planOf(environmentWith({ 'workloads[0].access': many })), 'IAMMember').filter(({ name }) => name.endsWith('deploy-grants'));
  const lists = String(valueAt(grants?.inputs, 'condition.expression')).split(' || ');
  expect(lists.length).toBeGreaterThan(1);
  for (const list of lists) expect(list.match(/'roles\//g)?.length ?? 0).toBeLessThanOrEqual(10);
});

test('an environment without secrets and access has none of these resources', async () => {
  const plan = await planOf(environmentWith({}));
  expect([...ofType(plan, 'Secret'), ...ofType(plan, 'SecretIamMember'), ...ofType(plan, 'IAMCustomRole')]).toEqual([]);
});
