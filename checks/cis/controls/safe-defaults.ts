/** What the benchmark does not ask for, and an auditor or the owner of the bill will. */
import type { PlanRule } from '../audit-rule';
import type { Control, Section } from '../control';
import { limitedGrants, noPrimitiveRoles, noPublicMembers } from '../rules/access';
import { anonymousAccess } from '../rules/authentication';
import { deployEnvironment, narrowSubjects, numericConditions } from '../rules/ci-identity';
import { keyProtection, keyRotation } from '../rules/encryption';
import { dnsEndpointOnly } from '../rules/endpoint';
import { ownNetwork, privateGoogleAccess, serviceAddresses } from '../rules/network';
import { nodeDrain, nodeTotals, surgeUpgrade } from '../rules/node-scaling';
import { kubeletReadOnlyPort, kubeletReadOnlyPortDefault, legacyMetadata } from '../rules/nodes';
import { backups, budget, costAllocation, deletionProtection, rateLimit } from '../rules/operations';
import { cloudNat, natLogs } from '../rules/private-nodes';
import { autoscalerLogs, horizontalAutoscaling, verticalAutoscaling } from '../rules/telemetry';
import { maintenanceWindow, minimumVersion, stagedUpgrade, upgradeNotifications } from '../rules/upgrades';

export const safeDefaults: readonly Section[] = [
  section('Beyond the benchmark: network and access', [
    dnsEndpointOnly,
    cloudNat,
    natLogs,
    ownNetwork,
    privateGoogleAccess,
    serviceAddresses,
    rateLimit,
    anonymousAccess,
    noPublicMembers,
    noPrimitiveRoles,
    limitedGrants,
    numericConditions,
    narrowSubjects,
    deployEnvironment,
    keyRotation,
    keyProtection,
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
    deletionProtection,
    backups,
    budget,
    costAllocation,
  ]),
];

function section(title: string, rules: readonly PlanRule[]): Section {
  return { title, controls: rules.map((rule): Control => ({ id: rule.id, title: rule.title, assessment: { kind: 'automated', rules: [rule] } })) };
}
