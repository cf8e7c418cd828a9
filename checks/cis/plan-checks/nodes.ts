/** Checks of the nodes' image, their automatic repair and upgrades, and their secure boot. */
import { planTypes } from '../../plan-types';
import { be, beOn } from '../expectation';
import { propertyCheck } from '../plan-check';

const of = planTypes.nodePool;

export const nodeImage = propertyCheck({
  id: 'cis/node-image',
  title: 'nodes run Container-Optimized OS',
  why: 'Other images have more programs to attack, and a root file system that can be written.',
  of,
  requires: [{ property: 'nodeConfig.imageType', must: be('COS_CONTAINERD') }],
});

export const autoRepair = propertyCheck({
  id: 'cis/auto-repair',
  title: 'broken nodes are replaced by themselves',
  why: 'A node whose kubelet hangs keeps its pods, and nobody looks at night.',
  of,
  requires: [{ property: 'management.autoRepair', must: be(true) }],
});

export const autoUpgrade = propertyCheck({
  id: 'cis/auto-upgrade',
  title: 'nodes follow the control plane by themselves',
  why: 'Nodes that wait for somebody run known holes, and then too far behind the control plane to be upgraded.',
  of,
  requires: [{ property: 'management.autoUpgrade', must: be(true) }],
});

export const shieldedNodes = propertyCheck({
  id: 'cis/shielded-nodes',
  title: 'nodes prove to the control plane which machine they are (the default of Google Cloud)',
  why: 'Otherwise the credentials of one pod can join a node of somebody else.',
  of: planTypes.cluster,
  requires: [{ property: 'enableShieldedNodes', must: beOn }],
});

export const integrityMonitoring = propertyCheck({
  id: 'cis/integrity-monitoring',
  title: 'the start of every node is compared with what it was',
  why: 'A changed boot loader or kernel goes unseen.',
  of,
  requires: [{ property: 'nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring', must: be(true) }],
});

export const secureBoot = propertyCheck({
  id: 'cis/secure-boot',
  title: 'nodes start signed programs only',
  why: 'A root kit in the kernel survives every container.',
  of,
  requires: [{ property: 'nodeConfig.shieldedInstanceConfig.enableSecureBoot', must: be(true) }],
});

export const kubeletReadOnlyPort = propertyCheck({
  id: 'hardening/kubelet-read-only-port',
  title: 'the port of the kubelet that asks nobody who they are is closed',
  why: 'Every pod could read the list of all pods of its node, with their environment.',
  of,
  requires: [{ property: 'nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled', must: be('FALSE') }],
});

export const kubeletReadOnlyPortDefault = propertyCheck({
  id: 'hardening/kubelet-read-only-port-default',
  title: 'pools that others add start without the port of the kubelet that asks nobody who they are',
  why: 'A pool made by hand, or by automatic provisioning, opens what this program closed.',
  of: planTypes.cluster,
  requires: [{ property: 'nodePoolDefaults.nodeConfigDefaults.insecureKubeletReadonlyPortEnabled', must: be('FALSE') }],
});

export const legacyMetadata = propertyCheck({
  id: 'hardening/legacy-metadata',
  title: 'the metadata endpoints from before 2018 are off',
  why: 'They answer without the header that stops forged requests: one such request gives the token of the node.',
  of,
  requires: [{ property: 'nodeConfig.metadata.disable-legacy-endpoints', must: be('true') }],
});

export const ownNodePools = propertyCheck({
  id: 'cis/own-node-pools',
  title: 'the pool that comes with a new cluster is removed',
  why: 'It runs with the default service account of the project, which may do almost everything.',
  of: planTypes.cluster,
  requires: [{ property: 'removeDefaultNodePool', must: be(true) }],
});
