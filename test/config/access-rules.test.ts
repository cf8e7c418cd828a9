/** Problems of a workload's access to Google's APIs and of secrets in Secret Manager, each with path, rule and value. */
import { powerOf } from '../../config/access';
import { readSecrets } from '../../config/secret-readers';
import { validate } from '../../config/validate';
import { altered } from '../altered';
import { dev } from '../fixtures/dev';
import { devOfEveryKind } from '../fixtures/every-kind';

const problems = (field: 'access' | 'secrets', value: unknown): readonly { readonly path: string; readonly rule: string; readonly received: unknown }[] => {
  const result = validate(altered(dev, { [`workloads[0].${field}`]: value }));
  return result.ok ? [] : result.problems;
};
const ofAccess = (role: string, resource: object, reason?: string): ReturnType<typeof problems> =>
  problems('access', [{ role, resource, ...(reason && { reason }) }]);
const project = { kind: 'project' };
const bucket = { kind: 'bucket', name: 'lyo-invoices' };

test.each([
  ['roles/storage.objectUser', bucket],
  ['roles/pubsub.publisher', { kind: 'topic', name: 'orders' }],
  ['roles/pubsub.subscriber', { kind: 'subscription', name: 'orders-worker' }],
  ['roles/bigquery.dataEditor', { kind: 'dataset', name: 'reports' }],
  ['roles/bigquery.jobUser', project],
  ['roles/cloudtasks.enqueuer', { kind: 'queue', name: 'mails', location: 'europe-west1' }],
  ['roles/spanner.databaseUser', { kind: 'database', instance: 'shop', name: 'orders' }],
  ['roles/datastore.user', project],
  ['roles/aiplatform.user', project],
])('%s is accepted at its resource', (role, resource) => {
  expect(ofAccess(role, resource)).toEqual([]);
});

test.each([
  'roles/owner',
  'roles/editor',
  'roles/viewer',
  'roles/storage.admin',
  'roles/storage.objectAdmin',
  'roles/storage.legacyBucketOwner',
  'roles/datastore.owner',
  'roles/pubsub.editor',
  'roles/iam.serviceAccountUser',
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.workloadIdentityUser',
  'roles/resourcemanager.projectIamAdmin',
  'roles/run.developer',
  'roles/cloudbuild.builds.editor',
  'roles/compute.instanceAdmin.v1',
  'projects/lyo-platform-dev/roles/everything',
  'organizations/123456/roles/everything',
])('%s grants more than reading and writing data, and is refused without a reason', (role) => {
  expect(powerOf(role)).toBeDefined();
  const found = ofAccess(role, project).filter(({ path }) => path === 'dev.workloads[0].access[0].role');
  expect(found).toEqual([
    { path: expect.any(String), rule: `must grant no more than reading and writing data, or have a reason: it ${powerOf(role)}`, received: role },
  ]);
  expect(ofAccess(role, project, 'the migration of March needs it').filter(({ path }) => path.endsWith('role'))).toEqual([]);
});

test.each([
  ['roles/storage.objectUser', project, 'must be bucket, where roles/storage.objectUser can be given without reaching further'],
  ['roles/pubsub.publisher', project, 'must be topic or subscription, where roles/pubsub.publisher can be given without reaching further'],
  [
    'roles/spanner.databaseReader',
    { kind: 'dataset', name: 'a' },
    'must be database, where roles/spanner.databaseReader can be given without reaching further',
  ],
  ['roles/datastore.user', bucket, 'must be project: roles/datastore.user is not given at a bucket'],
  ['roles/bigquery.jobUser', { kind: 'dataset', name: 'a' }, 'must be project: roles/bigquery.jobUser is not given at a dataset'],
])('%s at another kind of resource is refused', (role, resource, rule) => {
  expect(ofAccess(role, resource)).toEqual([{ path: 'dev.workloads[0].access[0].resource.kind', rule, received: resource.kind }]);
});

test.each(['projects/lyo-shared/roles/secretmanager.reader', 'organizations/42/roles/storage.admin'])(
  '%s, a role of one’s own that is called like those of a service, is none of the service’s',
  (role) => {
    expect(ofAccess(role, { kind: 'dataset', name: 'a' }, 'reads what we listed')).toEqual([]);
    expect(powerOf(role)).toBe('is a role of your own, of which nobody can tell here what it grants');
  },
);

test('a role of Secret Manager is refused with the field to use instead', () => {
  expect(ofAccess('roles/secretmanager.secretAccessor', project)).toEqual([
    {
      path: 'dev.workloads[0].access[0].role',
      rule: 'must not be one of Secret Manager: a secret that is stated in `secrets` may be read by exactly this workload',
      received: 'roles/secretmanager.secretAccessor',
    },
  ]);
});

test.each([
  ['storage.objectUser', bucket, 'role', 'must be a role such as "roles/storage.objectUser"'],
  ['roles/storage.objectUser', { kind: 'folder', name: 'a' }, 'resource.kind', 'must be'],
  ['roles/storage.objectUser', { ...bucket, name: 'gs://lyo-invoices' }, 'resource.name', 'such as "lyo-invoices"'],
  ['roles/cloudtasks.enqueuer', { kind: 'queue', name: 'mails' }, 'resource.location', 'must be'],
])('%s at %j is refused at %s', (role, resource, path, rule) => {
  const received: unknown = path === 'resource.location' ? undefined : expect.anything();
  expect(ofAccess(role, resource)).toContainEqual({ path: `dev.workloads[0].access[0].${path}`, rule: expect.stringContaining(rule), received });
});

test('the same role at the same resource twice is refused', () => {
  const one = { role: 'roles/storage.objectUser', resource: bucket };
  expect(problems('access', [one, one])).toEqual([{ path: 'dev.workloads[0].access[1]', rule: 'must not repeat access[0]', received: one.role }]);
});

test('the same role at another resource is another right, and so is another role at the same one', () => {
  const one = { role: 'roles/storage.objectUser', resource: bucket };
  expect(problems('access', [one, { ...one, resource: { ...bucket, name: 'lyo-receipts' } }])).toEqual([]);
  expect(problems('access', [one, { ...one, role: 'roles/storage.objectViewer' }])).toEqual([]);
  const tasks = { role: 'roles/cloudtasks.enqueuer', resource: { kind: 'queue', name: 'mails', location: 'europe-west1' } };
  expect(problems('access', [tasks, { ...tasks, resource: { ...tasks.resource, location: 'europe-west4' } }])).toEqual([]);
  expect(problems('access', [one, tasks, one]).map(({ path }) => path)).toEqual(['dev.workloads[0].access[2]']);
});

test.each([
  ['a value in place of a name', { from: 'google', name: 'hunter2!' }, 'name', 'must be the id of a secret (letters, digits, "-" and "_")'],
  ['a whole path', { from: 'google', name: 'projects/a/secrets/b' }, 'name', 'must be the id of a secret (letters, digits, "-" and "_")'],
  ['version zero', { from: 'google', name: 'a', version: 0 }, 'version', 'must be at least 1'],
  ['another word for the newest version', { from: 'google', name: 'a', version: 'newest' }, 'version', 'must be "latest" or the number of a version'],
  ['a key of a secret that has none', { from: 'google', name: 'a', key: 'b' }, 'key', 'is not a known option'],
])('a secret of Google with %s is refused', (_, source, field, rule) => {
  expect(problems('secrets', { DATABASE_URL: source })).toContainEqual({
    path: `dev.workloads[0].secrets.DATABASE_URL.${field}`,
    rule,
    received: expect.anything(),
  });
});

test('the readers of a secret are the workloads that use it, each once', () => {
  const read = readSecrets(
    devOfEveryKind({ fulfilment: { secrets: { A: { from: 'google', name: 'own' }, B: { from: 'google', name: 'own', as: 'file' } } } }).workloads,
  );
  expect(read.map(({ secret, readers }) => [secret, readers.map(({ name }) => name)])).toEqual([
    ['own', ['fulfilment']],
    ['shop-mail-key', ['migrate', 'nightly-report']],
    ['shop-signing-key', ['migrate', 'nightly-report']],
  ]);
});
