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
  /** Key that encrypts disks and backups. */
  readonly key: pulumi.Input<string>;
  readonly endpoints: ServiceEndpoints;
  /** Private DNS zone in which connectors look up instances. */
  readonly zone: pulumi.Input<string>;
  readonly database: CloudSqlDatabase;
  /** Workloads that use the database. */
  readonly users: readonly Workload[];
}

/** Roles to connect and to sign in; they do not allow reading or changing the instance's settings. */
export const databaseRoles: readonly string[] = ['roles/cloudsql.client', 'roles/cloudsql.instanceUser'];
/** Role with which pods get tokens of a Google account. */
const actAs = 'roles/iam.workloadIdentityUser';

/**
 * A Cloud SQL instance of PostgreSQL with one database. It has one address, inside this network, and accepts only TLS. Workloads that use it impersonate the database's
 * Google account to sign in, so that no password exists.
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
        // against deletion by Pulumi; the settings have Google Cloud's own protection
        deletionProtection: protect,
        settings: settingsOf(props),
      },
      // the disk grows automatically, and setting it back to its first size would replace the instance
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

  /** The account that pods sign in as: its roles at this instance only, and the workloads that may impersonate it. */
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
        // known once the account may sign in
        name: pulumi.all(grants.map(({ id }) => id)).apply(() => databaseUser(environment, name)),
        type: 'CLOUD_IAM_SERVICE_ACCOUNT',
        // the account creates the tables, for which PostgreSQL gives a new user no right
        databaseRoles: ['cloudsqlsuperuser'],
        deletionPolicy: 'ABANDON',
      },
      parent,
    );
  }
}

/** IAM condition: the role applies to one resource, although it is granted on the project. */
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
      // a certificate for the instance's DNS name, from a CA that connectors trust
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
      // records the comments in statements that contain the trace id
      recordApplicationTags: true,
      recordClientAddress: false,
    },
  };
}
