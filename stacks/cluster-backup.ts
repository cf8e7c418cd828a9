import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Backup } from '../config/backup';

export interface ClusterBackupProps {
  readonly project: pulumi.Input<string>;
  readonly region: string;
  /** Full name of the cluster. */
  readonly cluster: pulumi.Input<string>;
  readonly key: pulumi.Input<string>;
  readonly backup: Backup;
  readonly labels: Record<string, string>;
}

/** Backup for GKE: scheduled backups of all namespaces and volumes, encrypted with the cluster's key. */
export class ClusterBackup extends pulumi.ComponentResource {
  public constructor(name: string, { project, region, cluster, key, backup, labels }: ClusterBackupProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:ClusterBackup', name, {}, opts);
    new gcp.gkebackup.BackupPlan(
      name,
      {
        project,
        location: region,
        name,
        cluster,
        labels,
        backupSchedule: { cronSchedule: backup.schedule },
        retentionPolicy: { backupRetainDays: backup.retentionDays, backupDeleteLockDays: backup.lockDays },
        // Secrets come from Secret Manager, and certificates are created again: a copy would only be a further place to steal them from
        backupConfig: { allNamespaces: true, includeVolumeData: true, includeSecrets: false, encryptionKey: { gcpKmsEncryptionKey: key } },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
