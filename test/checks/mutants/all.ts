import type { Mutant } from '../mutant';
import { autoscalerMutants } from './autoscalers';
import { budgetMutants } from './budgets';
import { cisMutants } from './cis';
import { collectorMutants } from './collectors';
import { capacityMutants } from './capacity';
import { identityMutants } from './identity';
import { managedMutants } from './managed';
import { metricMutants } from './metrics';
import { networkMutants } from './network';
import { referenceMutants } from './references';
import { releaseMutants } from './releases';
import { workloadMutants } from './workloads';

/** Every mutant, in the order in which the matrix shows them. */
export const allMutants: readonly Mutant[] = [
  ...autoscalerMutants,
  ...budgetMutants,
  ...capacityMutants,
  ...metricMutants,
  ...referenceMutants,
  ...networkMutants,
  ...managedMutants,
  ...workloadMutants,
  ...releaseMutants,
  ...collectorMutants,
  ...cisMutants,
  ...identityMutants,
];
