import { planTypes } from '../../../../checks/plan-types';
import { altered } from '../../../altered';
import type { PlanDraft } from '../plan-draft';
import { breaking, type PlanMutant } from '../plan-mutant';

const flags = {
  'cloudsql.iam_authentication': 'on',
  'cloudsql.enable_pgaudit': 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_error_verbosity: 'default',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'error',
  log_min_messages: 'warning',
  log_statement: 'ddl',
};

function flagList(changes: Readonly<Record<string, string | undefined>> = {}): readonly object[] {
  const all: Readonly<Record<string, string | undefined>> = { ...flags, ...changes };
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

/** Reference to a key of the draft. */
function keyOf(draft: PlanDraft): string {
  return `\${CryptoKey.${draft.plan.resources.find(({ type }) => type === planTypes.key)?.name ?? ''}.id}`;
}

/** A database that passes every check. */
function sound(draft: PlanDraft): object {
  return {
    region: 'europe-west1',
    encryptionKeyName: keyOf(draft),
    deletionProtection: true,
    settings: {
      tier: 'db-custom-2-7680',
      deletionProtectionEnabled: true,
      retainBackupsOnDelete: true,
      finalBackupConfig: { enabled: true, retentionDays: 14 },
      diskAutoresize: true,
      databaseFlags: flagList(),
      ipConfiguration: { ipv4Enabled: false, sslMode: 'ENCRYPTED_ONLY', pscConfigs: [{ pscEnabled: true, allowedConsumerProjects: ['lyo'] }] },
      backupConfiguration: { enabled: true, location: 'eu', pointInTimeRecoveryEnabled: true, backupRetentionSettings: { retainedBackups: 14 } },
      maintenanceWindow: { day: 2, hour: 3 },
      insightsConfig: { queryInsightsEnabled: true, recordClientAddress: false },
    },
  };
}

function soundCache(draft: PlanDraft): object {
  return { authorizationMode: 'IAM_AUTH', transitEncryptionMode: 'SERVER_AUTHENTICATION', kmsKey: keyOf(draft), deletionProtectionEnabled: true };
}

/** The clean plan has no database, so each mutant adds one; `undefined` removes a property. */
const database =
  (path: string, value: unknown) =>
  (draft: PlanDraft): void => {
    draft.add(planTypes.database, 'orders', altered(sound(draft), { [path]: value }) as Record<string, unknown>);
    draft.edit(planTypes.database).set(['options'], { protect: true });
  };

const cache =
  (path: string, value: unknown) =>
  (draft: PlanDraft): void => {
    draft.add(planTypes.cache, 'sessions', altered(soundCache(draft), { [path]: value }) as Record<string, unknown>);
    draft.edit(planTypes.cache).set(['options'], { protect: true });
  };

/** Mutants of a database flag: with each of two wrong values, and left out. */
function flag(check: string, name: string, ...wrong: readonly [string, string]): readonly PlanMutant[] {
  const at = (value: string | undefined) => database('settings.databaseFlags', flagList({ [name]: value }));
  return breaking(check, [...wrong.map((value) => [`${name} is ${value}`, at(value)] as const), [`${name} is not stated`, at(undefined)]]);
}

export const databaseMutants: readonly PlanMutant[] = [
  ...flag('cis/database-log-error-verbosity', 'log_error_verbosity', 'verbose', 'VERBOSE'),
  ...flag('cis/database-log-connections', 'log_connections', 'off', 'no'),
  ...flag('cis/database-log-disconnections', 'log_disconnections', 'off', 'no'),
  ...flag('cis/database-log-statement', 'log_statement', 'none', 'all'),
  ...flag('cis/database-log-min-messages', 'log_min_messages', 'fatal', 'panic'),
  ...flag('cis/database-log-min-error-statement', 'log_min_error_statement', 'fatal', 'panic'),
  ...flag('cis/database-log-min-duration-statement', 'log_min_duration_statement', '0', '1000'),
  ...flag('cis/database-enable-pgaudit', 'cloudsql.enable_pgaudit', 'off', 'no'),
  ...flag('cis/database-iam-authentication', 'cloudsql.iam_authentication', 'off', 'no'),
  ...breaking('cis/database-tls', [
    ['plain connections too', database('settings.ipConfiguration.sslMode', 'ALLOW_UNENCRYPTED_AND_ENCRYPTED')],
    ['nothing said of TLS', database('settings.ipConfiguration.sslMode', undefined)],
    ['an unknown mode', database('settings.ipConfiguration.sslMode', 'SSL_MODE_UNSPECIFIED')],
  ]),
  ...breaking('cis/database-networks', [
    ['open to everybody', database('settings.ipConfiguration.authorizedNetworks', [{ value: '0.0.0.0/0' }])],
    ['open to an office', database('settings.ipConfiguration.authorizedNetworks', [{ value: '203.0.113.0/24' }])],
    ['open to a network without a range', database('settings.ipConfiguration.authorizedNetworks', [{}])],
  ]),
  ...breaking('cis/database-address', [
    ['a public address', database('settings.ipConfiguration.ipv4Enabled', true)],
    ['an address by default', database('settings.ipConfiguration.ipv4Enabled', undefined)],
    ['no private way', database('settings.ipConfiguration.pscConfigs', [])],
  ]),
  ...breaking('cis/database-backups', [
    ['no backups', database('settings.backupConfiguration.enabled', false)],
    ['no recovery of a second', database('settings.backupConfiguration.pointInTimeRecoveryEnabled', false)],
    ['backups of which none is kept', database('settings.backupConfiguration.backupRetentionSettings.retainedBackups', 0)],
  ]),
  ...breaking('hardening/database-backups-elsewhere', [
    ['backups where the database is', database('settings.backupConfiguration.location', 'europe-west1')],
    ['backups wherever Google likes', database('settings.backupConfiguration.location', undefined)],
    ['backups that go with it', database('settings.retainBackupsOnDelete', false)],
    ['no last backup', database('settings.finalBackupConfig.enabled', false)],
  ]),
  ...breaking('hardening/database-encryption', [
    ['Google’s own key', database('encryptionKeyName', undefined)],
    ['a key of somebody else', database('encryptionKeyName', 'projects/other/locations/eu/keyRings/a/cryptoKeys/b')],
    ['a text that is no key', database('encryptionKeyName', 'key')],
  ]),
  ...breaking('hardening/database-deletion', [
    ['Google lets it go', database('settings.deletionProtectionEnabled', false)],
    ['the provider lets it go', database('deletionProtection', false)],
    [
      'Pulumi lets it go',
      (draft) => {
        database('region', 'europe-west1')(draft);
        draft.edit(planTypes.database).set(['options'], {});
      },
    ],
  ]),
  ...breaking('hardening/database-operations', [
    ['a disk that stays small', database('settings.diskAutoresize', false)],
    ['an update at any hour', database('settings.maintenanceWindow', undefined)],
    ['no insight', database('settings.insightsConfig.queryInsightsEnabled', false)],
    ['addresses of clients in the statistics', database('settings.insightsConfig.recordClientAddress', true)],
  ]),
  ...breaking('hardening/cache-sign-in', [
    ['nobody signs in', cache('authorizationMode', 'AUTH_DISABLED')],
    ['nothing said of it', cache('authorizationMode', undefined)],
    ['plain connections', cache('transitEncryptionMode', 'TRANSIT_ENCRYPTION_DISABLED')],
  ]),
  ...breaking('hardening/cache-encryption', [
    ['Google’s own key', cache('kmsKey', undefined)],
    ['a key of somebody else', cache('kmsKey', 'projects/other/locations/eu/keyRings/a/cryptoKeys/b')],
    ['a text that is no key', cache('kmsKey', 'key')],
  ]),
  ...breaking('hardening/cache-deletion', [
    ['Google lets it go', cache('deletionProtectionEnabled', false)],
    ['nothing said of it', cache('deletionProtectionEnabled', undefined)],
    [
      'Pulumi lets it go',
      (draft) => {
        cache('authorizationMode', 'IAM_AUTH')(draft);
        draft.edit(planTypes.cache).set(['options'], {});
      },
    ],
  ]),
];
