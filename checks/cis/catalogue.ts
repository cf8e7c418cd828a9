/** All controls of the audit, in the order of the report: all recommendations of CIS GKE 1.9.0, those of CIS Google Cloud Platform Foundation 3.0.0 for databases, then our own. */
import type { AuditCheck, PlanCheck } from './audit-check';
import type { Control, Section } from './control';
import { clusterNetwork, disksAndRest, logsAndAccess } from './controls/cluster-services';
import { databaseBenchmark } from './controls/databases';
import { imagesAndIdentities, nodeMaintenance } from './controls/managed-services';
import { accessPolicies, workloadPolicies } from './controls/policies';
import { safeDefaults } from './controls/safe-defaults';
import { workerNodes } from './controls/worker-nodes';

export const benchmark = 'CIS Google Kubernetes Engine Benchmark 1.9.0';

/** Sections 1 and 2 (control plane) have no recommendations in this version: Google runs the control plane. */
export const benchmarkSections: readonly Section[] = [
  workerNodes,
  accessPolicies,
  workloadPolicies,
  imagesAndIdentities,
  nodeMaintenance,
  clusterNetwork,
  logsAndAccess,
  disksAndRest,
];

export const sections: readonly Section[] = [...benchmarkSections, ...databaseBenchmark, ...safeDefaults];

export const auditChecks: readonly AuditCheck[] = [...new Set(sections.flatMap(({ controls }) => controls.flatMap(checksOf)))];

export const planChecks: readonly PlanCheck[] = auditChecks.filter((rule) => rule.over === 'plan');

/** The checks of a control; none when people assess it. */
export function checksOf({ assessment }: Control): readonly AuditCheck[] {
  return assessment.kind === 'automated' ? assessment.rules : [];
}
