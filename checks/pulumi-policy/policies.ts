/** Every plan check as a policy for a stack. */
import type { StackValidationPolicy } from '@pulumi/policy';
import type { PlanCheck } from '../cis/audit-check';
import { planChecks } from '../cis/catalogue';
import { isFailure } from '../cis/verdict';
import { livePlan } from './live-plan';

export const policies: readonly StackValidationPolicy[] = planChecks.map(policyOf);

/** Pulumi allows no slash in names: `cis/private-nodes` is `cis-private-nodes`. */
export function policyName({ id }: Pick<PlanCheck, 'id'>): string {
  return id.replace('/', '-');
}

function policyOf(rule: PlanCheck): StackValidationPolicy {
  return {
    name: policyName(rule),
    description: `${rule.title}. ${rule.why}`,
    enforcementLevel: 'mandatory',
    validateStack: ({ resources }, reportViolation) => {
      for (const { evidence, problem, fix, urn } of rule.check(livePlan(resources)).filter(isFailure)) {
        reportViolation(`${evidence.subject}: ${problem}; ${evidence.property} is ${evidence.value}. To do: ${fix}`, urn);
      }
    },
  };
}
