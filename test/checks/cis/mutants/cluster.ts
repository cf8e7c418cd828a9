import { planTypes } from '../../../../checks/plan-types';
import { breaking, property, unstated, type PlanMutant } from '../plan-mutant';

const { cluster, nodePool, key } = planTypes;
const endpoints = 'inputs.controlPlaneEndpointsConfig';

/** Mutants of the control plane: its access, authentication, upgrades and logs. */
export const clusterMutants: readonly PlanMutant[] = [
  ...breaking('cis/authorized-networks', [
    ['every address may connect', (draft) => draft.edit(cluster).set(`${endpoints}.ipEndpointsConfig.enabled`, true)],
    ['the endpoints are not stated', (draft) => draft.edit(cluster).remove(endpoints)],
    [
      'the list holds the whole internet',
      (draft) => draft.edit(cluster).set('inputs.masterAuthorizedNetworksConfig', { cidrBlocks: [{ cidrBlock: '0.0.0.0/0', displayName: 'everybody' }] }),
    ],
    [
      'the list holds the whole internet of IPv6',
      (draft) => draft.edit(cluster).set('inputs.masterAuthorizedNetworksConfig', { cidrBlocks: [{ cidrBlock: '10.0.0.0/8' }, { cidrBlock: '::/0' }] }),
    ],
    [
      'every customer of Google Cloud may connect',
      (draft) => draft.edit(cluster).set('inputs.masterAuthorizedNetworksConfig', { gcpPublicCidrsAccessEnabled: true }),
    ],
  ]),
  ...breaking('cis/private-endpoint', [
    ['the endpoint is public', (draft) => draft.edit(cluster).set(`${endpoints}.ipEndpointsConfig.enabled`, true)],
    ['the IP endpoint is not mentioned', (draft) => draft.edit(cluster).remove(`${endpoints}.ipEndpointsConfig`)],
    [
      'the endpoint is public with a list of networks',
      (draft) =>
        draft
          .edit(cluster)
          .set(`${endpoints}.ipEndpointsConfig.enabled`, true)
          .set('inputs.masterAuthorizedNetworksConfig', { cidrBlocks: [{ cidrBlock: '10.0.0.0/8' }] }),
    ],
  ]),
  ...breaking('hardening/dns-endpoint', [
    ['there is no way in from outside', (draft) => draft.edit(cluster).set(`${endpoints}.dnsEndpointConfig.allowExternalTraffic`, false)],
    ['the DNS endpoint is not stated', (draft) => draft.edit(cluster).remove(`${endpoints}.dnsEndpointConfig`)],
    ['tokens of service accounts pass by IAM', (draft) => draft.edit(cluster).set(`${endpoints}.dnsEndpointConfig.enableK8sTokensViaDns`, true)],
    ['certificates pass by IAM', (draft) => draft.edit(cluster).set(`${endpoints}.dnsEndpointConfig.enableK8sCertsViaDns`, true)],
  ]),
  ...breaking('cis/client-certificates', [
    ...property(cluster, 'masterAuth.clientCertificateConfig.issueClientCertificate', true),
    unstated(cluster, 'masterAuth'),
  ]),
  ...breaking('cis/groups', property(cluster, 'authenticatorGroupsConfig.securityGroup', 'everybody@lyo.example', '')),
  ...breaking('cis/legacy-authorization', property(cluster, 'enableLegacyAbac', true)),
  ...breaking('hardening/anonymous-access', [
    ...property(cluster, 'anonymousAuthenticationConfig.mode', 'ENABLED'),
    unstated(cluster, 'anonymousAuthenticationConfig'),
  ]),
  ...breaking('cis/unauthenticated-binding-lock', [
    ...property(cluster, 'rbacBindingConfig.enableInsecureBindingSystemUnauthenticated', true),
    unstated(cluster, 'rbacBindingConfig'),
  ]),
  ...breaking('cis/authenticated-binding-lock', [
    ...property(cluster, 'rbacBindingConfig.enableInsecureBindingSystemAuthenticated', true),
    unstated(cluster, 'rbacBindingConfig'),
  ]),
  ...breaking('cis/secrets-encryption', [
    ...property(cluster, 'databaseEncryption.state', 'DECRYPTED'),
    [
      'the key is not one of the plan',
      (draft) => draft.edit(cluster).set('inputs.databaseEncryption.keyName', 'projects/p/locations/l/keyRings/r/cryptoKeys/k'),
    ],
    ['no key is named', (draft) => draft.edit(cluster).remove('inputs.databaseEncryption.keyName')],
  ]),
  ...breaking('hardening/key-rotation', [...property(key, 'rotationPeriod', '63072000s', 'never'), unstated(key, 'rotationPeriod')]),
  ...breaking('hardening/key-protection', [
    ['a key may be destroyed', (draft) => draft.edit(key).set('options.protect', false)],
    ['protection is not stated', (draft) => draft.edit(key).remove('options.protect')],
    ['a second key without protection', (draft) => draft.copy(key).set('options', {})],
  ]),
  ...breaking('cis/secret-manager', [...property(cluster, 'secretManagerConfig.enabled', false), unstated(cluster, 'secretManagerConfig')]),
  ...breaking('cis/binary-authorization', [
    ...property(cluster, 'binaryAuthorization.evaluationMode', 'DISABLED', 'POLICY_BINDINGS'),
    unstated(cluster, 'binaryAuthorization'),
  ]),
  ...breaking('cis/security-posture', [...property(cluster, 'securityPostureConfig.mode', 'DISABLED'), unstated(cluster, 'securityPostureConfig')]),
  ...breaking('cis/logging-and-monitoring', [
    ...property(cluster, 'loggingConfig.enableComponents', [], ['SYSTEM_COMPONENTS']),
    ['no metrics of the system', (draft) => draft.edit(cluster).set('inputs.monitoringConfig.enableComponents', [])],
    unstated(cluster, 'loggingConfig'),
  ]),
  ...breaking('hardening/autoscaler-logs', [
    ...property(cluster, 'loggingConfig.enableComponents', ['SYSTEM_COMPONENTS', 'WORKLOADS']),
    unstated(cluster, 'loggingConfig'),
  ]),
  ...breaking('hardening/vertical-autoscaling', [...property(cluster, 'verticalPodAutoscaling.enabled', false), unstated(cluster, 'verticalPodAutoscaling')]),
  ...breaking('hardening/horizontal-autoscaling', [
    ...property(cluster, 'podAutoscaling.hpaProfile', 'NONE'),
    ['the add-on is off', (draft) => draft.edit(cluster).set('inputs.addonsConfig.horizontalPodAutoscaling.disabled', true)],
    unstated(cluster, 'podAutoscaling'),
  ]),
  ...breaking('cis/release-channel', [...property(cluster, 'releaseChannel.channel', 'RAPID', 'UNSPECIFIED'), unstated(cluster, 'releaseChannel')]),
  ...breaking('cis/no-alpha-features', property(cluster, 'enableKubernetesAlpha', true)),
  ...breaking('hardening/minimum-version', [...property(cluster, 'minMasterVersion', '1.34', '1.9', 'latest'), unstated(cluster, 'minMasterVersion')]),
  ...breaking('hardening/maintenance-window', [
    unstated(cluster, 'maintenancePolicy'),
    unstated(cluster, 'maintenancePolicy.recurringWindow'),
    ['the window never comes', (draft) => draft.edit(cluster).set('inputs.maintenancePolicy.recurringWindow.recurrence', '')],
  ]),
  ...breaking('hardening/upgrade-notifications', [
    ...property(cluster, 'notificationConfig.pubsub.enabled', false),
    unstated(cluster, 'notificationConfig.pubsub.topic'),
  ]),
  ...breaking('hardening/staged-upgrade', [
    ...property(cluster, 'rollbackSafeUpgrade.controlPlaneSoakDuration', 'a while'),
    unstated(cluster, 'rollbackSafeUpgrade'),
  ]),
  ...breaking('hardening/deletion-protection', [
    ...property(cluster, 'deletionProtection', false),
    ['Pulumi may delete it', (draft) => draft.edit(cluster).set('options.protect', false)],
    ['Pulumi is told nothing', (draft) => draft.edit(cluster).remove('options.protect')],
  ]),
  ...breaking('hardening/cost-allocation', [...property(cluster, 'costManagementConfig.enabled', false), unstated(cluster, 'costManagementConfig')]),
  ...breaking('cis/shielded-nodes', property(cluster, 'enableShieldedNodes', false)),
  ...breaking('cis/own-node-pools', [...property(cluster, 'removeDefaultNodePool', false), unstated(cluster, 'removeDefaultNodePool')]),
  ...breaking('cis/workload-identity', [
    ...property(cluster, 'workloadIdentityConfig.workloadPool', '', 'lyo.example'),
    unstated(cluster, 'workloadIdentityConfig'),
  ]),
  ...breaking('hardening/kubelet-read-only-port-default', [
    ...property(cluster, 'nodePoolDefaults.nodeConfigDefaults.insecureKubeletReadonlyPortEnabled', 'TRUE'),
    unstated(cluster, 'nodePoolDefaults'),
  ]),
  ...breaking('cis/boot-disk-encryption', [
    ...property(nodePool, 'nodeConfig.bootDiskKmsKey', '', '${CryptoKey.gone.id}'),
    unstated(nodePool, 'nodeConfig.bootDiskKmsKey'),
  ]),
];
