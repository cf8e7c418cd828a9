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

/** Configuration of every node: Container-Optimized OS with secure boot, which does not expose the node's credentials to pods. */
export function nodeConfig({ machineType, diskSize, serviceAccount, diskKey, labels }: NodeConfigProps): gcp.types.input.container.NodePoolNodeConfig {
  return {
    machineType,
    imageType: 'COS_CONTAINERD',
    diskType: nodeDisk(machineType),
    diskSizeGb: gibibytes(diskSize),
    bootDiskKmsKey: diskKey,
    serviceAccount,
    // the node is limited by its account's roles, not by scopes
    oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    workloadMetadataConfig: { mode: 'GKE_METADATA' },
    metadata: { 'disable-legacy-endpoints': 'true' },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE', podPidsLimit: 4096 },
    gvnic: { enabled: true },
    // image streaming: containers start before their image is pulled completely, so a new node serves sooner
    gcfsConfig: { enabled: true },
    resourceLabels: labels,
  };
}
