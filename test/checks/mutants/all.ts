import type { Mutant } from '../mutant';
import { autoscalerMutants } from './autoscalers';
import { budgetMutants } from './budgets';
import { identityMutants } from './identity';
import { metricMutants } from './metrics';
import { referenceMutants } from './references';
import { workloadMutants } from './workloads';

/** Every mutant, in the order in which the matrix shows them. */
export const allMutants: readonly Mutant[] = [
  ...autoscalerMutants,
  ...budgetMutants,
  ...metricMutants,
  ...referenceMutants,
  ...workloadMutants,
  ...identityMutants,
];
