import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { diskKeyName } from '../config/google/node-disk';

export interface EncryptionKeyProps {
  readonly project: pulumi.Input<string>;
  readonly projectNumber: pulumi.Input<string>;
  readonly region: string;
  /** Whether removing a key must fail. */
  readonly protect: boolean;
}

/** A new key version every 90 days; old versions stay, to decrypt what they encrypted. */
const rotationPeriod = '7776000s';
/** A version that was destroyed by mistake can be restored for 30 days. */
const destroyScheduledDuration = '2592000s';

export const useKey = 'roles/cloudkms.cryptoKeyEncrypterDecrypter';

/**
 * Keys of the cluster: one for Kubernetes' Secrets in etcd and for backups, one for the nodes' disks, each usable only by the service agents that need
 * it. Google Cloud never deletes key rings and keys, so this program only removes them from its state.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  public readonly secrets: pulumi.Output<string>;
  public readonly disks: pulumi.Output<string>;

  public constructor(name: string, { project, projectNumber, region, protect }: EncryptionKeyProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:EncryptionKey', name, {}, opts);
    const kept = { parent: this, protect, retainOnDelete: true };
    const ring = new gcp.kms.KeyRing(name, { project, location: region, name }, kept);
    const key = (id: string): gcp.kms.CryptoKey =>
      new gcp.kms.CryptoKey(`${name}-${id}`, { keyRing: ring.id, name: id, purpose: 'ENCRYPT_DECRYPT', rotationPeriod, destroyScheduledDuration }, kept);
    const grant = (id: string, cryptoKeyId: pulumi.Input<string>, member: pulumi.Input<string>): gcp.kms.CryptoKeyIAMMember =>
      new gcp.kms.CryptoKeyIAMMember(`${name}-${id}`, { cryptoKeyId, role: useKey, member }, { parent: this });
    const agent = (service: string): pulumi.Output<string> => pulumi.interpolate`serviceAccount:service-${projectNumber}@${service}.iam.gserviceaccount.com`;
    // other agents exist once their service is enabled; this one would be created on first use, which is too late
    const backupAgent = new gcp.projects.ServiceIdentity(`${name}-backup`, { project, service: 'gkebackup.googleapis.com' }, { parent: this });
    const secrets = key('secrets');
    const disks = key(diskKeyName);
    const secretsGrant = grant('secrets-gke', secrets.id, agent('container-engine-robot'));
    const backupGrant = grant('secrets-backup', secrets.id, backupAgent.member);
    const disksGrant = grant('disks-compute', disks.id, agent('compute-system'));
    // known once the agents may use the key: a cluster that is created earlier fails
    this.secrets = pulumi.all([secrets.id, secretsGrant.id, backupGrant.id]).apply(([id]) => id);
    this.disks = pulumi.all([disks.id, disksGrant.id]).apply(([id]) => id);
    this.registerOutputs({ secrets: this.secrets, disks: this.disks });
  }
}
