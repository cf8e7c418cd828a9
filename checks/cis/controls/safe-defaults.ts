/** Our own controls: settings that the benchmark does not require, but auditors or the owner of the bill do. */
import type { PlanCheck } from '../audit-check';
import type { Control, Section } from '../control';
import { limitedGrants, noPrimitiveRoles, noPublicMembers } from '../plan-checks/access';
import {
  backupsElsewhere,
  cacheDeletion,
  cacheEncryption,
  cacheSignIn,
  databaseDeletion,
  databaseEncryption,
  databaseOperations,
  databaseSignIn,
} from '../plan-checks/databases';
import { databaseAlerts, databaseUsers, ownRoles, privateZones, serviceAddressesInside, serviceRules } from '../plan-checks/around-databases';
import { anonymousAccess } from '../plan-checks/authentication';
import { deployEnvironment, narrowSubjects, numericConditions } from '../plan-checks/ci-identity';
import { keyProtection, keyRotation } from '../plan-checks/encryption';
import { dnsEndpointOnly } from '../plan-checks/endpoint';
import { ownNetwork, privateGoogleAccess, serviceAddresses } from '../plan-checks/network';
import { nodeDrain, nodeTotals, surgeUpgrade } from '../plan-checks/node-scaling';
import { kubeletReadOnlyPort, kubeletReadOnlyPortDefault, legacyMetadata } from '../plan-checks/nodes';
import { backups, budget, costAllocation, deletionProtection, rateLimit } from '../plan-checks/operations';
import { cloudNat, natLogs } from '../plan-checks/private-nodes';
import { noSecretValues, secretEncryption, secretReaders } from '../plan-checks/secrets';
import { autoscalerLogs, horizontalAutoscaling, verticalAutoscaling } from '../plan-checks/telemetry';
import { maintenanceWindow, minimumVersion, stagedUpgrade, upgradeNotifications } from '../plan-checks/upgrades';

export const safeDefaults: readonly Section[] = [
  section('Beyond the benchmark: network and access', [
    dnsEndpointOnly,
    cloudNat,
    natLogs,
    ownNetwork,
    privateGoogleAccess,
    serviceAddresses,
    serviceAddressesInside,
    serviceRules,
    privateZones,
    rateLimit,
    anonymousAccess,
    noPublicMembers,
    noPrimitiveRoles,
    limitedGrants,
    ownRoles,
    numericConditions,
    narrowSubjects,
    deployEnvironment,
    keyRotation,
    keyProtection,
    secretEncryption,
    secretReaders,
    noSecretValues,
    databaseEncryption,
    databaseSignIn,
    databaseUsers,
    databaseDeletion,
    backupsElsewhere,
    cacheEncryption,
    cacheSignIn,
    cacheDeletion,
    legacyMetadata,
    kubeletReadOnlyPort,
    kubeletReadOnlyPortDefault,
  ]),
  section('Beyond the benchmark: scaling, upgrades and cost', [
    nodeTotals,
    nodeDrain,
    surgeUpgrade,
    verticalAutoscaling,
    horizontalAutoscaling,
    autoscalerLogs,
    minimumVersion,
    maintenanceWindow,
    upgradeNotifications,
    stagedUpgrade,
    databaseOperations,
    databaseAlerts,
    deletionProtection,
    backups,
    budget,
    costAllocation,
  ]),
];

function section(title: string, rules: readonly PlanCheck[]): Section {
  return { title, controls: rules.map((rule): Control => ({ id: rule.id, title: rule.title, assessment: { kind: 'automated', rules: [rule] } })) };
}
