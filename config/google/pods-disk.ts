import { gibibytes, type Disk } from '../quantities';

/**
 * Mebibytes of a boot disk that GKE leaves for pods. GKE reserves the smallest of half, 6 GiB and 35 %, and 100 GiB; the kubelet evicts when a tenth is left
 * (cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes, "Local ephemeral storage reservation").
 */
export function podsDisk(diskSize: Disk): number {
  const gib = gibibytes(diskSize);
  const kept = Math.min(gib * 0.5, 6 + gib * 0.35, 100);
  return Math.floor((gib - kept - gib * 0.1) * 1024);
}
