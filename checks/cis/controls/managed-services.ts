/** Section 5 of the benchmark, first half: images, identities, keys and nodes. */
import { automated, automatedWithin, control, type Section } from '../control';
import { registryAccess } from '../plan-checks/access';
import { secretsEncryption } from '../plan-checks/encryption';
import { metadataServer, noAccountKeys, nodeAccount, nodeAccountRoles, workloadIdentity } from '../plan-checks/node-identity';
import { autoRepair, autoUpgrade, integrityMonitoring, nodeImage, ownNodePools, secureBoot, shieldedNodes } from '../plan-checks/nodes';
import { binaryAuthorization, imagePolicy, imageScanning } from '../plan-checks/supply-chain';
import { releaseChannel } from '../plan-checks/upgrades';

const inProject = 'roles given elsewhere in the project, its folder or its organization are not in the plan';

export const imagesAndIdentities: Section = {
  title: '5.1 to 5.4 Images, identities and keys',
  controls: [
    control('5.1.1', 2, 'images are scanned for known vulnerabilities', automated(imageScanning)),
    control('5.1.2', 2, 'few people have access to the repositories of images', automatedWithin(inProject, registryAccess)),
    control('5.1.3', 2, 'the cluster only reads from the repositories of images', automatedWithin(inProject, nodeAccountRoles)),
    control('5.1.4', 2, 'only trusted images run', automated(binaryAuthorization, imagePolicy)),
    control('5.2.1', 1, 'nodes do not run as the default service account of Compute Engine', automated(nodeAccount, ownNodePools, nodeAccountRoles)),
    control('5.2.2', 2, 'workloads have Google service accounts of their own, by workload identity', automated(workloadIdentity, noAccountKeys)),
    control('5.3.1', 2, 'Secrets are encrypted with a key in Cloud KMS', automated(secretsEncryption)),
    control('5.4.1', 2, 'pods see the metadata server of GKE', automated(metadataServer)),
  ],
};

export const nodeMaintenance: Section = {
  title: '5.5 Node configuration and maintenance',
  controls: [
    control('5.5.1', 1, 'nodes run Container-Optimized OS with containerd', automated(nodeImage)),
    control('5.5.2', 2, 'broken nodes are repaired automatically', automated(autoRepair)),
    control('5.5.3', 2, 'nodes are upgraded automatically', automated(autoUpgrade)),
    control('5.5.4', 1, 'a release channel manages versions', automated(releaseChannel)),
    control('5.5.5', 1, 'nodes are shielded', automated(shieldedNodes)),
    control('5.5.6', 1, 'shielded nodes monitor the integrity of their start', automated(integrityMonitoring)),
    control('5.5.7', 2, 'shielded nodes start signed programs only (secure boot)', automated(secureBoot)),
  ],
};
