import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { CloudSqlDatabase } from '../config/database';
import { databaseUser } from '../config/database-bindings';
import type { Environment } from '../config/environment';
import { databaseAccount, databaseMachine, flagsOf } from '../config/google/cloud-sql';
import { addressText, ipRange } from '../config/ip-range';
import { gibibytes } from '../config/quantities';
import type { Workload } from '../config/workload';
import { dayNumber } from './maintenance-day';
import type { ServiceEndpoints } from './service-endpoints';
import { workloadPrincipal, type IdentityPool } from './workload-principal';

export interface DatabaseProps extends IdentityPool {
  readonly environment: Environment;
  readonly project: pulumi.Input<string>;
  readonly labels: Record<string, string>;
  /** Encrypts disks and backups. */
  readonly key: pulumi.Input<string>;
  readonly endpoints: ServiceEndpoints;
  /** Private zone in which connectors look for instances. */
  readonly zone: pulumi.Input<string>;
  readonly database: CloudSqlDatabase;
  /** Workloads that use it. */
  readonly users: readonly Workload[];
}

/** Connect and sign in; neither reads its settings nor changes it. */
export const databaseRoles: readonly string[] = ['roles/cloudsql.client', 'roles/cloudsql.instanceUser'];
/** Letting pods have tokens of an account, and none of its other powers. */
const actAs = 'roles/iam.workloadIdentityUser';

/**
 * PostgreSQL as Google runs it, with one database in it. It has one address, inside this network, and speaks TLS only. Workloads that use it sign in as the account
 * of this database, which they may act as, so that no password exists.
 */
export class Database extends pulumi.ComponentResource {
  public constructor(name: string, props: DatabaseProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Database', name, {}, opts);
    const { environment, project, database, endpoints } = props;
    const { region } = environment.google;
    const protect = environment.cluster.protected;
    const instance = new gcp.sql.DatabaseInstance(
      name,
      {
        project,
        region,
        name,
        databaseVersion: database.google.version,
        encryptionKeyName: props.key,
        // of Pulumi, and of Google Cloud in the settings
        deletionProtection: protect,
        settings: settingsOf(props),
      },
      // the disk grows by itself, and a smaller one would be another instance
      { parent: this, protect, ignoreChanges: ['settings.diskSize'] },
    );
    endpoints.add({ id: name, attachment: instance.pscServiceAttachmentLink, address: addressText(ipRange(database.network.cidr).first) });
    new gcp.dns.RecordSet(
      `database-${name}`,
      { project, managedZone: props.zone, name: instance.dnsName, type: 'A', ttl: 300, rrdatas: [addressText(ipRange(database.network.cidr).first)] },
      { parent: this },
    );
    new gcp.sql.Database(
      name,
      { project, instance: instance.name, name: database.google.database, deletionPolicy: protect ? 'ABANDON' : 'DELETE' },
      { parent: this, protect },
    );
    if (database.google.through === 'proxy') this.letIn(name, props, instance);
    this.registerOutputs({});
  }

  /** The account that pods sign in as, at this instance only, and who may be it. */
  private letIn(name: string, props: DatabaseProps, instance: gcp.sql.DatabaseInstance): void {
    const { environment, project, users } = props;
    const parent = { parent: this };
    const accountId = databaseAccount(name);
    const account = new gcp.serviceaccount.Account(accountId, { project, accountId, displayName: `Signs in at the database ${name}` }, parent);
    const condition = onlyAt(`projects/${environment.google.project}/instances/${name}`, 'sqladmin.googleapis.com');
    const grants = databaseRoles.map(
      (role) => new gcp.projects.IAMMember(`${accountId}-${role.slice('roles/'.length)}`, { project, role, member: account.member, condition }, parent),
    );
    for (const { namespace, name: serviceAccount } of users) {
      const member = workloadPrincipal(props, { namespace, serviceAccount });
      new gcp.serviceaccount.IAMMember(`${accountId}-${serviceAccount}`, { serviceAccountId: account.name, role: actAs, member }, parent);
    }
    new gcp.sql.User(
      name,
      {
        project,
        instance: instance.name,
        // known once it may sign in
        name: pulumi.all(grants.map(({ id }) => id)).apply(() => databaseUser(environment, name)),
        type: 'CLOUD_IAM_SERVICE_ACCOUNT',
        // it makes the tables, which PostgreSQL lets nobody by itself
        databaseRoles: ['cloudsqlsuperuser'],
        deletionPolicy: 'ABANDON',
      },
      parent,
    );
  }
}

/** IAM condition: the role holds at one resource, though it is given at the project. */
export function onlyAt(resource: string, service: string): { readonly title: string; readonly expression: string } {
  return { title: 'only-this-instance', expression: `resource.name == '${resource}' && resource.service == '${service}'` };
}

function settingsOf({ environment, labels, database }: DatabaseProps): gcp.types.input.sql.DatabaseInstanceSettings {
  const { tier, disk, backup, maintenance } = database.google;
  return {
    tier,
    edition: databaseMachine(tier)?.edition ?? 'ENTERPRISE',
    availabilityType: environment.nodePool.survivesZoneLoss ? 'REGIONAL' : 'ZONAL',
    diskType: 'PD_SSD',
    diskSize: gibibytes(disk.size),
    diskAutoresize: true,
    diskAutoresizeLimit: gibibytes(disk.most),
    userLabels: labels,
    deletionProtectionEnabled: environment.cluster.protected,
    retainBackupsOnDelete: true,
    finalBackupConfig: { enabled: true, retentionDays: backup.days },
    databaseFlags: [...flagsOf(database.google, database.connections.most)],
    ipConfiguration: {
      ipv4Enabled: false,
      sslMode: 'ENCRYPTED_ONLY',
      // a certificate for its name, of an authority that connectors know
      serverCaMode: 'GOOGLE_MANAGED_CAS_CA',
      pscConfigs: [{ pscEnabled: true, allowedConsumerProjects: [environment.google.project] }],
    },
    connectorEnforcement: database.google.through === 'proxy' ? 'REQUIRED' : 'NOT_REQUIRED',
    backupConfiguration: {
      enabled: true,
      startTime: backup.start,
      location: backup.location,
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: backup.logDays,
      backupRetentionSettings: { retentionUnit: 'COUNT', retainedBackups: backup.days },
    },
    maintenanceWindow: { day: dayNumber(maintenance.day), hour: maintenance.hour, updateTrack: 'stable' },
    insightsConfig: {
      queryInsightsEnabled: true,
      queryStringLength: 1024,
      queryPlansPerMinute: 5,
      // the comments by which statements name their trace
      recordApplicationTags: true,
      recordClientAddress: false,
    },
  };
}
