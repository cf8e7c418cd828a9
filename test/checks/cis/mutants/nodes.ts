import { planTypes } from '../../../../checks/plan-types';
import { breaking, property, unstated, type PlanMutant } from '../plan-mutant';

const { nodePool, accountKey } = planTypes;
const nodeRole = 'gcp:projects/iAMMember:IAMMember';
const members = 'gcp:projects/iAMMember:IAMMember';

/** Mutants of nodes: images, service accounts and their number. */
export const nodeMutants: readonly PlanMutant[] = [
  ...breaking('cis/node-image', [...property(nodePool, 'nodeConfig.imageType', 'UBUNTU_CONTAINERD', 'COS'), unstated(nodePool, 'nodeConfig.imageType')]),
  ...breaking('cis/auto-repair', [...property(nodePool, 'management.autoRepair', false), unstated(nodePool, 'management')]),
  ...breaking('cis/auto-upgrade', [...property(nodePool, 'management.autoUpgrade', false), unstated(nodePool, 'management')]),
  ...breaking('cis/integrity-monitoring', [
    ...property(nodePool, 'nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring', false),
    unstated(nodePool, 'nodeConfig.shieldedInstanceConfig'),
  ]),
  ...breaking('cis/secure-boot', [
    ...property(nodePool, 'nodeConfig.shieldedInstanceConfig.enableSecureBoot', false),
    unstated(nodePool, 'nodeConfig.shieldedInstanceConfig'),
  ]),
  ...breaking('hardening/kubelet-read-only-port', [
    ...property(nodePool, 'nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled', 'TRUE'),
    unstated(nodePool, 'nodeConfig.kubeletConfig'),
  ]),
  ...breaking('hardening/legacy-metadata', [
    ...property(nodePool, 'nodeConfig.metadata.disable-legacy-endpoints', 'false'),
    unstated(nodePool, 'nodeConfig.metadata'),
  ]),
  ...breaking('cis/metadata-server', [
    ...property(nodePool, 'nodeConfig.workloadMetadataConfig.mode', 'GCE_METADATA'),
    unstated(nodePool, 'nodeConfig.workloadMetadataConfig'),
  ]),
  ...breaking('cis/node-account', [
    ...property(nodePool, 'nodeConfig.serviceAccount', 'default', '123456-compute@developer.gserviceaccount.com'),
    unstated(nodePool, 'nodeConfig.serviceAccount'),
  ]),
  ...breaking('cis/node-account-roles', [
    ['the nodes are editors', (draft) => draft.edit(nodeRole, '-nodes').set('inputs.role', 'roles/editor')],
    [
      'the nodes write images',
      (draft) => draft.edit('gcp:artifactregistry/repositoryIamMember:RepositoryIamMember').set('inputs.role', 'roles/artifactregistry.writer'),
    ],
    ['the nodes have a role more', (draft) => draft.copy(nodeRole, '-nodes').set('inputs.role', 'roles/secretmanager.secretAccessor')],
    ['the nodes have no role', (draft) => draft.edit(nodeRole, '-nodes').set('inputs.member', 'serviceAccount:other@lyo.iam.gserviceaccount.com')],
  ]),
  ...breaking('cis/no-account-keys', [
    ['the nodes have a key', (draft) => draft.add(accountKey, 'nodes', { serviceAccountId: '${Account.lyo-prod-nodes.name}' })],
    ['the pipeline has a key', (draft) => draft.add(accountKey, 'github', { serviceAccountId: '${Account.github-deploy.name}' })],
    [
      'somebody has a key',
      (draft) => draft.add(accountKey, 'old', { serviceAccountId: 'old@lyo.iam.gserviceaccount.com', publicKeyType: 'TYPE_X509_PEM_FILE' }),
    ],
  ]),
  ...breaking('cis/private-nodes', [
    ...property(nodePool, 'networkConfig.enablePrivateNodes', false),
    ['the cluster makes public nodes', (draft) => draft.edit(planTypes.cluster).set('inputs.privateClusterConfig.enablePrivateNodes', false)],
    unstated(nodePool, 'networkConfig'),
  ]),
  ...breaking('hardening/node-totals', [
    [
      'bounds count the nodes of a zone',
      (draft) => draft.edit(nodePool).set('inputs.autoscaling', { minNodeCount: 1, maxNodeCount: 10, locationPolicy: 'BALANCED' }),
    ],
    ['both kinds of bounds', (draft) => draft.edit(nodePool).set('inputs.autoscaling.maxNodeCount', 10)],
    ['a fixed number of nodes', (draft) => draft.edit(nodePool).remove('inputs.autoscaling').set('inputs.nodeCount', 3)],
    ['no node is left', (draft) => draft.edit(nodePool).set('inputs.autoscaling.totalMinNodeCount', 0)],
  ]),
  ...breaking('hardening/node-drain', [
    ['deletion ignores budgets', (draft) => draft.edit(nodePool).set('inputs.nodeDrainConfigs', [{ respectPdbDuringNodePoolDeletion: false }])],
    ['nothing is said', (draft) => draft.edit(nodePool).set('inputs.nodeDrainConfigs', [])],
    unstated(nodePool, 'nodeDrainConfigs'),
  ]),
  ...breaking('hardening/surge-upgrade', [
    ...property(nodePool, 'upgradeSettings.maxUnavailable', 1),
    ['no node is added', (draft) => draft.edit(nodePool).set('inputs.upgradeSettings.maxSurge', 0)],
    ['another strategy', (draft) => draft.edit(nodePool).set('inputs.upgradeSettings.strategy', 'BLUE_GREEN')],
  ]),
  ...breaking('hardening/no-primitive-roles', [
    ['the pipeline is owner', (draft) => draft.edit(members, 'container.admin').set('inputs.role', 'roles/owner')],
    ['the pipeline is editor', (draft) => draft.edit(members, 'dns.admin').set('inputs.role', 'roles/editor')],
    [
      'a person is owner',
      (draft) => draft.add('gcp:projects/iAMBinding:IAMBinding', 'owners', { role: 'roles/owner', members: ['user:somebody@lyo.example'] }),
    ],
  ]),
];
