import { k8s } from 'cdk8s-plus-28';
import type { Environment } from '../config/environment';
import { diskKeyOf, nodeDisk, storageClassFor } from '../config/google/node-disk';
import { clusterScoped } from '../constructs/cluster-scoped';
import type { PlatformChart } from '../constructs/platform-chart';

/**
 * Storage class of the platform's volumes: disks of the kind that its machines can attach (cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/hyperdisk), encrypted
 * with the customer's key.
 */
export function storageClass(chart: PlatformChart, environment: Pick<Environment, 'google' | 'cluster' | 'nodePool'>): void {
  clusterScoped(
    new k8s.KubeStorageClass(chart, 'encrypted', {
      metadata: { name: storageClassFor(environment) },
      provisioner: 'pd.csi.storage.gke.io',
      parameters: { type: nodeDisk(environment.nodePool.machineType), 'disk-encryption-kms-key': diskKeyOf(environment) },
      // the volume is created in the zone of the node to which its pod was scheduled
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      reclaimPolicy: 'Delete',
    }),
  );
}
