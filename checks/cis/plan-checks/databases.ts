/** Checks of Cloud SQL and Memorystore instances, by the benchmark for Google Cloud (CIS Google Cloud Platform Foundation 3.0.0, section 6) and beyond it. */
import { valueAt } from '../../../config/record';
import { itemsAt, textAt } from '../../plan-value';
import { resourcesOf, type Plan, type PlanResource } from '../../plan';
import { planTypes } from '../../plan-types';
import type { PlanCheck } from '../audit-check';
import { be, beOff, beOn, mean, reach, type Expectation } from '../expectation';
import { planCheck, required, type Requirement } from '../plan-check';
import { absent, observed, type Verdict } from '../verdict';

type Identity = Pick<PlanCheck, 'id' | 'title' | 'why'>;
type Look = (plan: Plan, database: PlanResource) => readonly Verdict[];

/** A check of every database; not applicable to an environment without one. */
function ofDatabases(identity: Identity, look: Look): PlanCheck {
  return ofEach(identity, planTypes.database, look);
}

function ofEach(identity: Identity, type: (typeof planTypes)['database' | 'cache'], look: Look): PlanCheck {
  return planCheck({
    ...identity,
    check: (plan) => {
      const found = resourcesOf(plan, type);
      return found.length === 0
        ? [absent(plan, type === planTypes.cache ? 'cache of Memorystore' : 'database of Cloud SQL')]
        : found.flatMap((one) => look(plan, one));
    },
  });
}

const requiring =
  (...requirements: readonly Requirement[]): Look =>
  (plan, resource) =>
    requirements.map((requirement) => required(plan, resource, requirement));

/** One flag of every database. */
function flagCheck(flag: string, title: string, why: string, must: Expectation): PlanCheck {
  return ofDatabases({ id: `cis/database-${flag.replace('cloudsql.', '').replaceAll('_', '-')}`, title, why }, (plan, database) => {
    const found = itemsAt(database.inputs, 'settings.databaseFlags').find((one) => textAt(one, 'name') === flag);
    const value = valueAt(found, 'value');
    const problem = must.holds(value, plan) ? undefined : `flag ${flag} must ${must.text}`;
    return [
      observed(plan, database, { property: `settings.databaseFlags ${flag}`, value, problem, fix: 'leave it to config/google/cloud-sql.ts (standardFlags)' }),
    ];
  });
}

export const logErrorVerbosity = flagCheck(
  'log_error_verbosity',
  'errors are logged as usual or shorter',
  'More of them holds what others wrote into statements.',
  be('default', 'terse'),
);
export const logConnections = flagCheck('log_connections', 'connections are logged', 'Without them nobody can tell who was there.', be('on'));
export const logDisconnections = flagCheck('log_disconnections', 'ends of connections are logged', 'Without them nobody can tell for how long.', be('on'));
export const logStatement = flagCheck(
  'log_statement',
  'statements that change the schema are logged',
  'A dropped table has no author otherwise; of all statements the data would be in the log.',
  be('ddl', 'mod'),
);
export const logMinMessages = flagCheck('log_min_messages', 'warnings and worse are logged', 'What went wrong is then nowhere.', be('warning', 'error'));
export const logMinErrorStatement = flagCheck(
  'log_min_error_statement',
  'a statement that fails is logged with its error',
  'An error without its statement cannot be found again.',
  be('error', 'warning'),
);
export const logMinDuration = flagCheck(
  'log_min_duration_statement',
  'slow statements are not logged with their text',
  'The text holds data of users.',
  be('-1'),
);
export const pgaudit = flagCheck(
  'cloudsql.enable_pgaudit',
  'what people do can be audited',
  'Without the extension nobody can switch on an audit when it is asked for.',
  be('on'),
);

export const databaseTls = ofDatabases(
  { id: 'cis/database-tls', title: 'databases speak TLS only', why: 'Passwords and data could be read on the way.' },
  requiring({ property: 'settings.ipConfiguration.sslMode', must: be('ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED') }),
);

export const databaseNetworks = ofDatabases(
  {
    id: 'cis/database-networks',
    title: 'no database is open to a list of networks',
    why: 'A range of the internet is open to whoever is in it, and 0.0.0.0/0 to everybody.',
  },
  (plan, database) => {
    const open = itemsAt(database.inputs, 'settings.ipConfiguration.authorizedNetworks');
    const value = open.map((network) => textAt(network, 'value') ?? 'unknown');
    const problem = open.length === 0 ? undefined : 'settings.ipConfiguration.authorizedNetworks must be left out';
    return [
      observed(plan, database, { property: 'settings.ipConfiguration.authorizedNetworks', value, problem, fix: 'reach it by its address inside the network' }),
    ];
  },
);

export const databaseAddress = ofDatabases(
  { id: 'cis/database-address', title: 'databases have no public address', why: 'What has one is tried by everybody, all the time.' },
  requiring(
    { property: 'settings.ipConfiguration.ipv4Enabled', must: be(false) },
    { property: 'settings.ipConfiguration.pscConfigs[0].pscEnabled', must: be(true) },
  ),
);

export const databaseBackups = ofDatabases(
  {
    id: 'cis/database-backups',
    title: 'databases are copied by themselves, and any second can be recovered',
    why: 'A wrong migration is noticed after it ran.',
  },
  requiring(
    { property: 'settings.backupConfiguration.enabled', must: be(true) },
    { property: 'settings.backupConfiguration.pointInTimeRecoveryEnabled', must: be(true) },
    { property: 'settings.backupConfiguration.backupRetentionSettings.retainedBackups', must: reach(1) },
  ),
);

export const backupsElsewhere = ofDatabases(
  {
    id: 'hardening/database-backups-elsewhere',
    title: 'backups lie elsewhere than the database, and stay when it is gone',
    why: 'Who deletes the instance, by mistake or not, deletes its backups with it otherwise.',
  },
  (plan, database) => {
    const property = 'settings.backupConfiguration.location';
    const [value, region] = [valueAt(database.inputs, property), valueAt(database.inputs, 'region')];
    const problem =
      typeof value === 'string' && value !== region ? undefined : `${property} must be another place than the instance's region (${String(region)})`;
    return [
      observed(plan, database, { property, value, problem, fix: 'state backup.location of the database (config/)' }),
      required(plan, database, { property: 'settings.retainBackupsOnDelete', must: be(true) }),
      required(plan, database, { property: 'settings.finalBackupConfig.enabled', must: be(true) }),
    ];
  },
);

export const databaseEncryption = ofDatabases(
  {
    id: 'hardening/database-encryption',
    title: 'databases are encrypted with a key of the plan',
    why: 'With Google’s own key nobody can withdraw access to a disk or backup that got out.',
  },
  requiring({ property: 'encryptionKeyName', must: mean(planTypes.key) }),
);

export const databaseDeletion = ofDatabases(
  {
    id: 'hardening/database-deletion',
    title: 'databases are guarded against deletion by Google Cloud and by Pulumi',
    why: 'A renamed resource, or a wrong stack, deletes all data otherwise.',
  },
  requiring(
    { property: 'settings.deletionProtectionEnabled', must: be(true) },
    { property: 'deletionProtection', must: be(true) },
    { property: 'options.protect', must: be(true) },
  ),
);

export const databaseSignIn = flagCheck(
  'cloudsql.iam_authentication',
  'databases let accounts of Google sign in',
  'Passwords are shared, kept and found; a token lives for an hour and belongs to one account.',
  be('on'),
);

export const databaseOperations = ofDatabases(
  {
    id: 'hardening/database-operations',
    title: 'databases grow by themselves, are updated at a stated hour, and show which statements take time',
    why: 'A full disk stops a database, and so does an update at noon.',
  },
  requiring(
    { property: 'settings.diskAutoresize', must: beOn },
    { property: 'settings.maintenanceWindow.hour', must: reach(0) },
    { property: 'settings.insightsConfig.queryInsightsEnabled', must: be(true) },
    { property: 'settings.insightsConfig.recordClientAddress', must: beOff },
  ),
);

export const cacheSignIn = ofEach(
  {
    id: 'hardening/cache-sign-in',
    title: 'caches speak TLS and let accounts of Google sign in',
    why: 'Whoever reaches an open cache reads and deletes all of it.',
  },
  planTypes.cache,
  requiring({ property: 'authorizationMode', must: be('IAM_AUTH') }, { property: 'transitEncryptionMode', must: be('SERVER_AUTHENTICATION') }),
);

export const cacheEncryption = ofEach(
  {
    id: 'hardening/cache-encryption',
    title: 'what caches write is encrypted with a key of the plan',
    why: 'With Google’s own key nobody can withdraw access to a snapshot that got out.',
  },
  planTypes.cache,
  requiring({ property: 'kmsKey', must: mean(planTypes.key) }),
);

export const cacheDeletion = ofEach(
  {
    id: 'hardening/cache-deletion',
    title: 'caches are guarded against deletion by Google Cloud and by Pulumi',
    why: 'An empty cache is a database with ten times the questions.',
  },
  planTypes.cache,
  requiring({ property: 'deletionProtectionEnabled', must: be(true) }, { property: 'options.protect', must: be(true) }),
);
