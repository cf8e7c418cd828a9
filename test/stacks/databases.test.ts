/** Managed databases and caches of Google: their resources in the infrastructure program, in the audit and in the bill. */
import { auditChecks } from '../../checks/cis/catalogue';
import { isFailure } from '../../checks/cis/verdict';
import { parsePlan } from '../../checks/plan-file';
import { aroundEach, databaseBill } from '../../checks/cost/database-bill';
import { cacheNodes } from '../../config/google/memorystore';
import { listPrices } from '../../config/google/prices';
import { regions } from '../../config/google/regions';
import { validated } from '../../config/validate';
import { recordPlan, type Plan } from '../../stacks/plan';
import { planText } from '../../stacks/plan-text';
import { altered, type Changes } from '../altered';
import { devDatabases, devWithDatabases, prodWithDatabases } from '../fixtures/databases';
import { dev } from '../fixtures/dev';
import { input, ofType, only, texts } from './planned';

const subject = (member: unknown): string => String(member).replace(/^.*\/subject\//, '');

describe.each([devWithDatabases, prodWithDatabases].map((environment) => [environment.name, environment] as const))('in %s', (name, environment) => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await recordPlan(environment);
  });
  const database = (path: string): unknown => input(only(plan, 'DatabaseInstance'), path);
  const cache = (path: string): unknown => input(only(plan, 'Instance'), path);

  test('the database has one private address, which the configuration says, and speaks TLS only', () => {
    expect(database('settings.ipConfiguration')).toMatchObject({
      ipv4Enabled: false,
      sslMode: 'ENCRYPTED_ONLY',
      pscConfigs: [{ pscEnabled: true, allowedConsumerProjects: [environment.google.project] }],
    });
    const address = String(environment.databases?.['shop']?.network.cidr).replace('/32', '');
    const endpoint = only(plan, 'ForwardingRule', `lyo-${name}-databases-shop`);
    expect(input(endpoint, 'target')).toBe('${DatabaseInstance.shop.pscServiceAttachmentLink}');
    expect(input(only(plan, 'Address', `lyo-${name}-databases-shop`), 'address')).toBe(address);
    expect(input(only(plan, 'RecordSet', 'database-shop'), 'rrdatas')).toEqual([address]);
    expect(input(only(plan, 'RecordSet', 'database-shop'), 'name')).toBe('${DatabaseInstance.shop.dnsName}');
  });

  test('it is encrypted with the cluster’s key, which its service may use before the database is created', () => {
    for (const [service, key] of [
      ['sqladmin', database('encryptionKeyName')],
      ['memorystore', cache('kmsKey')],
    ] as const) {
      expect(key).toBe(`\${CryptoKey.lyo-${name}-secrets.id}`);
      expect(input(only(plan, 'CryptoKeyIAMMember', `lyo-${name}-databases-${service}`), 'member')).toBe(
        `\${ServiceIdentity.lyo-${name}-databases-${service}.member}`,
      );
    }
  });

  test('it can be recovered to any second of a week, and backups are in another location and outlive the instance', () => {
    expect(database('settings.backupConfiguration')).toEqual({
      enabled: true,
      startTime: '02:00',
      location: 'eu',
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: 7,
      backupRetentionSettings: { retentionUnit: 'COUNT', retainedBackups: 14 },
    });
    expect(database('settings.retainBackupsOnDelete')).toBe(true);
    expect(database('settings.finalBackupConfig')).toEqual({ enabled: true, retentionDays: 14 });
  });

  test('database and cache survive the loss of a zone if the environment does', () => {
    const survives = environment.nodePool.survivesZoneLoss;
    expect(database('settings.availabilityType')).toBe(survives ? 'REGIONAL' : 'ZONAL');
    expect(cache('replicaCount')).toBe(survives ? 1 : 0);
  });

  test('both are protected against deletion by Google Cloud and by the program', () => {
    expect([database('deletionProtection'), database('settings.deletionProtectionEnabled'), cache('deletionProtectionEnabled')]).toEqual([true, true, true]);
    for (const type of ['DatabaseInstance', 'Database', 'Instance']) expect(only(plan, type).options.protect).toBe(true);
  });

  test('its flags are those of the benchmark and of the configuration, and the connections of the connection budget', () => {
    const flags = Object.fromEntries((database('settings.databaseFlags') as readonly { name: string; value: string }[]).map((flag) => [flag.name, flag.value]));
    expect(flags).toMatchObject({ max_connections: '700', work_mem: '8192', 'cloudsql.iam_authentication': 'on', log_statement: 'ddl' });
    expect(cache('engineConfigs')).toEqual({ maxclients: '5000' });
  });

  test('pods sign in as the account of the database, which those that use it may be, at this instance only', () => {
    expect(input(only(plan, 'User'), 'name')).toBe(`database-shop@${environment.google.project}.iam`);
    expect(input(only(plan, 'User'), 'type')).toBe('CLOUD_IAM_SERVICE_ACCOUNT');
    expect(input(only(plan, 'User'), 'password')).toBeUndefined();
    const may = ofType(plan, 'IAMMember').filter((one) => input(one, 'serviceAccountId') === '${Account.database-shop.name}');
    expect(may.map((one) => [input(one, 'role'), subject(input(one, 'member'))])).toEqual([['roles/iam.workloadIdentityUser', 'ns/lyo-backend/sa/backend']]);
    const grants = ofType(plan, 'IAMMember').filter((one) => input(one, 'member') === '${Account.database-shop.member}');
    expect(grants.map((one) => input(one, 'role')).sort()).toEqual(['roles/cloudsql.client', 'roles/cloudsql.instanceUser']);
    for (const grant of grants) expect(input(grant, 'condition.expression')).toContain(`projects/${environment.google.project}/instances/shop`);
  });

  test('the cache authenticates pods by their own account, and has both of its addresses', () => {
    expect([cache('authorizationMode'), cache('transitEncryptionMode')]).toEqual(['IAM_AUTH', 'SERVER_AUTHENTICATION']);
    const [grant] = ofType(plan, 'IAMMember').filter((one) => input(one, 'role') === 'roles/memorystore.dbConnectionUser');
    expect(subject(grant && input(grant, 'member'))).toBe('ns/lyo-backend/sa/backend');
    const connections = texts(input(only(plan, 'InstanceDesiredUserCreatedEndpoints'), 'desiredUserCreatedEndpoints'));
    expect(connections).toEqual(expect.arrayContaining(['${Instance.cache.primaryAttachment}', '${Instance.cache.readerAttachment}']));
  });

  test('nodes may connect to the port of the database’s proxy and to the cache, and to no port of PostgreSQL itself', () => {
    const open = ofType(plan, 'Firewall').flatMap((one) => texts([input(one, 'destinationRanges'), input(one, 'allows[0].ports')]).join(' '));
    const { shop, cache: sessions } = environment.databases ?? {};
    expect(open).toContain(`${shop?.network.cidr ?? ''} 3307`);
    expect(open).toContain(`${sessions?.network.cidr ?? ''} 6379`);
    expect(open.filter((text) => text.endsWith(' 5432'))).toEqual([]);
  });

  test('alerts fire before connections, memory or disk are exhausted', () => {
    const policies = ofType(plan, 'AlertPolicy');
    expect(policies.map((policy) => policy.name)).toEqual([
      'cache-clients',
      'cache-cpu',
      'cache-memory',
      'shop-connections',
      'shop-cpu',
      'shop-disk',
      'shop-memory',
    ]);
    for (const policy of policies) expect(input(policy, 'notificationChannels')).toHaveLength(environment.budget.recipients.length);
    expect(input(only(plan, 'AlertPolicy', 'shop-connections'), 'conditions[0].conditionThreshold.thresholdValue')).toBe(560);
  });

  test('the pipeline may create them, and neither connect to them nor export data', () => {
    const permissions = texts(input(only(plan, 'IAMCustomRole'), 'permissions'));
    expect(permissions).toEqual(expect.arrayContaining(['cloudsql.instances.create', 'memorystore.instances.create', 'monitoring.alertPolicies.create']));
    expect(permissions.filter((permission) => /connect|login|export|executeSql|backupRuns/i.test(permission))).toEqual([]);
  });

  test('the needed services are enabled', () => {
    expect(ofType(plan, 'Service').map((one) => input(one, 'service'))).toEqual(
      expect.arrayContaining(['sqladmin.googleapis.com', 'memorystore.googleapis.com']),
    );
  });

  test('no rule of the audit finds a fault, and those of databases look at something', () => {
    const parsed = parsePlan(planText(plan), `plans/${name}.yaml`);
    const verdicts = auditChecks.flatMap((rule) => (rule.over === 'plan' ? rule.check(parsed).map((verdict) => ({ id: rule.id, verdict })) : []));
    expect(verdicts.filter(({ verdict }) => isFailure(verdict))).toEqual([]);
    const seen = verdicts.filter(({ id }) => /\/(database|cache)-/.test(id));
    expect(seen.filter(({ verdict }) => verdict.evidence.subject === 'the plan')).toEqual([]);
    expect(seen.length).toBeGreaterThanOrEqual(20);
  });
});

test('with a password the database is reached by its address, and its users may read the password as a secret', async () => {
  const source = altered(dev, {
    databases: { shop: devDatabases['shop'] },
    'databases.shop.google.through': 'address',
    'network.endpoints': '10.10.16.0/28',
    'workloads[0].uses': { shop: { pool: 5 } },
    'workloads[0].egress': [],
  });
  const [environment] = validated([source]);
  if (environment === undefined) throw new Error('an environment must come out as it went in, received nothing');
  const { env, secrets, sidecars } = environment.workloads[0] ?? {};
  expect(env).toMatchObject({ SHOP_HOST: '10.10.16.2', SHOP_PORT: '5432', SHOP_NAME: 'shop', SHOP_USER: 'shop', SHOP_SSLMODE: 'require' });
  expect(secrets).toEqual({ SHOP_PASSWORD: { from: 'google', name: 'database-shop-password', as: 'file' } });
  expect(sidecars).toBeUndefined();
  const plan = await recordPlan(environment);
  expect(ofType(plan, 'User')).toEqual([]);
  expect(ofType(plan, 'Secret').map((secret) => input(secret, 'secretId'))).toEqual(['database-shop-password']);
  expect(subject(input(only(plan, 'SecretIamMember'), 'member'))).toBe('ns/lyo-backend/sa/backend');
});

test('a database in two zones costs twice, and parts without a price are unknown', () => {
  const month = (environment: typeof devWithDatabases): readonly unknown[] =>
    databaseBill(environment, listPrices).map((cost) => (typeof cost.month === 'number' ? Number(cost.month.toFixed(2)) : cost.month.unknown));
  // 4 × 0.0413 + 15 × 0.007 = 0.2702 per hour; 20 GiB at 0.17 and at 0.08
  const around = ['no price for an endpoint of Private Service Connect', 'no price for an alert of Cloud Monitoring'];
  expect(month(devWithDatabases)).toEqual([197.25, 3.4, 1.6, 'no price for shared-core-nano of Memorystore in europe-west1', ...around]);
  expect(month(prodWithDatabases)).toEqual([394.49, 6.8, 1.6, 'no price for standard-small of Memorystore in europe-west1', ...around]);
});

test('in a region with prices a cache costs its nodes, the primary and each replica, and a small database its listed price', () => {
  const costs = (region: string, changes: Changes = {}): readonly unknown[] => {
    const databases = altered(devWithDatabases.databases, changes) as NonNullable<typeof devWithDatabases.databases>;
    return databaseBill({ ...devWithDatabases, databases, google: { ...devWithDatabases.google, region } }, listPrices).map(({ month }) => month);
  };
  // 0.0318 and 0.1425 per hour and node
  expect(costs('us-central1', { 'cache.google.replicas': 2 })[3]).toBeCloseTo(3 * 0.0318 * 730, 6);
  expect(costs('us-central1', { 'cache.google.nodeType': 'standard-small', 'cache.google.replicas': 0 })[3]).toBeCloseTo(0.1425 * 730, 6);
  expect(costs('us-west1')[3]).toEqual({ unknown: 'no price for shared-core-nano of Memorystore in us-west1' });
  expect(costs('us-central1', { 'shop.google.tier': 'db-g1-small' })[0]).toBeCloseTo(0.035 * 730, 6);
  expect(costs('asia-northeast1', { 'shop.google.tier': 'db-g1-small' })[0]).toEqual({ unknown: 'no price for db-g1-small of Cloud SQL in asia-northeast1' });
});

test('resources beside databases are counted as in the plan, and priced if the table has their price', async () => {
  const plan = await recordPlan(devWithDatabases);
  const { database, cache } = aroundEach;
  expect(ofType(plan, 'ForwardingRule')).toHaveLength(database.ways + cache.ways);
  expect(ofType(plan, 'AlertPolicy')).toHaveLength(database.conditions + cache.conditions);
  const months = databaseBill(devWithDatabases, { ...listPrices, serviceEndpointHour: 0.5, alertConditionMonth: 2 }).slice(-2);
  expect(months).toEqual([
    { component: '3 addresses of databases and caches', month: 3 * 0.5 * 730 },
    { component: '7 alerts on databases and caches', month: 14 },
  ]);
});

/** Machine types of databases in the configuration. */
const tiers = ['db-custom-1-3840', 'db-custom-96-638976', ...[2, 4, 8, 16, 32, 48, 64, 80, 96, 128].map((vcpus) => `db-perf-optimized-N-${vcpus}`)];
test.each([...tiers, 'db-f1-micro', 'db-g1-small', ...Object.keys(cacheNodes)])('%s has a price in every region, or is unknown', (machine) => {
  const [service, path] = machine.startsWith('db-') ? ['Cloud SQL', 'shop.google.tier'] : ['Memorystore', 'cache.google.nodeType'];
  const [name = ''] = path.split('.');
  const stated = altered({ [name]: devDatabases[name] }, { [path]: machine }) as NonNullable<typeof devWithDatabases.databases>;
  for (const region of Object.keys(regions)) {
    const environment = { ...devWithDatabases, databases: stated, google: { ...devWithDatabases.google, region } };
    const [{ month } = { month: undefined }] = databaseBill(environment, listPrices);
    if (typeof month === 'number') expect(month).toBeGreaterThan(0);
    else expect(month).toEqual({ unknown: `no price for ${machine} of ${service} in ${region}` });
  }
});

test.each([
  // 8 × 0.0537 + 64 × 0.0091 per hour
  ['us-east1', 8 * 0.0537 + 64 * 0.0091],
  ['europe-west3', 8 * 0.0644 + 64 * 0.0109],
])('Enterprise Plus in %s costs the price of its vCPUs and its memory, and the cost of its backups is unknown', (region, hour) => {
  const sql = devDatabases['shop'];
  if (sql?.google?.service !== 'cloud-sql') throw new Error('it must be there');
  const databases = { shop: { ...sql, google: { ...sql.google, tier: 'db-perf-optimized-N-8' } } };
  const [machine, , backups] = databaseBill({ ...devWithDatabases, databases, google: { ...devWithDatabases.google, region } }, listPrices);
  expect(machine?.month).toBeCloseTo(hour * 730, 6);
  expect(backups?.month).toEqual({ unknown: `no price for db-perf-optimized-N-8 of Cloud SQL in ${region}` });
});
