import { nameOf } from '../manifest';
import { budgets, budgetsOf } from '../objects/disruption-budget';
import { check } from '../check';

export const twoBudgets = check({
  id: 'autoscaling/two-budgets',
  title: 'a pod is under one disruption budget at most',
  why: 'The eviction API answers with an internal error for a pod under two budgets, so its node can never be drained.',
  find: (manifests) =>
    budgets(manifests).flatMap((one) =>
      one.workloads.flatMap((workload) =>
        budgetsOf(manifests, workload)
          .filter((other) => other !== one)
          .map((other) => ({
            subject: one.object,
            problem: `the pods of ${nameOf(workload.object)} are also under ${nameOf(other.object)}`,
            fix: 'keep one of the two, or narrow their selectors',
          })),
      ),
    ),
});
