import { k8s } from 'cdk8s-plus-28';
import type { Environment } from '../config/environment';
import { hyperdiskClass, storageClassFor } from '../config/google/node-disk';
import { clusterScoped } from '../constructs/cluster-scoped';
import type { PlatformChart } from '../constructs/platform-chart';

/** Volumes for machines that take no Persistent Disk (cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/hyperdisk); nothing for the others. */
export function storageClass(chart: PlatformChart, { nodePool }: Pick<Environment, 'nodePool'>): void {
  if (storageClassFor(nodePool.machineType) === undefined) return;
  clusterScoped(
    new k8s.KubeStorageClass(chart, 'hyperdisk', {
      metadata: { name: hyperdiskClass },
      provisioner: 'pd.csi.storage.gke.io',
      parameters: { type: 'hyperdisk-balanced' },
      // in the zone of the node that its pod was placed on
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      reclaimPolicy: 'Delete',
    }),
  );
}
