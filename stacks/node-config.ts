import type * as gcp from '@pulumi/gcp';
import type * as pulumi from '@pulumi/pulumi';
import { nodeDisk } from '../config/google/node-disk';
import { gibibytes, type Disk } from '../config/quantities';

export interface NodeConfigProps {
  readonly machineType: string;
  readonly diskSize: Disk;
  readonly serviceAccount: pulumi.Input<string>;
  /** Key that encrypts the boot disk. */
  readonly diskKey: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}

/** What every node of the cluster is: Container-Optimized OS that boots only what is signed, and shows pods no credentials of its own. */
export function nodeConfig({ machineType, diskSize, serviceAccount, diskKey, labels }: NodeConfigProps): gcp.types.input.container.NodePoolNodeConfig {
  return {
    machineType,
    imageType: 'COS_CONTAINERD',
    diskType: nodeDisk(machineType),
    diskSizeGb: gibibytes(diskSize),
    bootDiskKmsKey: diskKey,
    serviceAccount,
    // the account's roles limit the node, not the scopes
    oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    metadata: { 'disable-legacy-endpoints': 'true' },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE', podPidsLimit: 4096 },
    gvnic: { enabled: true },
    // images start before they are there in full: a new node serves sooner
    gcfsConfig: { enabled: true },
    resourceLabels: labels,
  };
}
