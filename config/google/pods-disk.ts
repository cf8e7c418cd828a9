import { gibibytes, type Disk } from '../quantities';

/**
 * Mebibytes of a boot disk that pods may use. GKE reserves min(50 % of the disk, 6 GiB + 35 % of the disk, 100 GiB), and the kubelet evicts when 10 % is free
 * (cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes, "Local ephemeral storage reservation").
 */
export function podsDisk(diskSize: Disk): number {
  const gib = gibibytes(diskSize);
  const kept = Math.min(gib * 0.5, 6 + gib * 0.35, 100);
  return Math.floor((gib - kept - gib * 0.1) * 1024);
}
