import { nameOf } from '../manifest';
import { budgetText, budgets, evictable } from '../objects/disruption-budget';
import { autoscalers } from '../objects/horizontal-autoscaler';
import { podsUnder } from '../objects/scale-target';
import { check } from '../check';

export const budgetBlocksReplicas = check({
  id: 'autoscaling/budget-blocks-replicas',
  title: 'with a fixed number of replicas, a disruption budget lets one pod go',
  why: 'Otherwise no node with such a pod can be drained: upgrades wait for an hour at each node, and the cluster cannot scale down.',
  find: (manifests) => {
    const scaled = new Set(autoscalers(manifests).flatMap(({ target }) => podsUnder(manifests, target)));
    return budgets(manifests).flatMap(({ object, spec, workloads }) => {
      const fixed = workloads.filter((workload) => workload.serves && !scaled.has(workload));
      const replicas = fixed.reduce((sum, workload) => sum + (workload.replicas ?? 1), 0);
      if (fixed.length === 0 || fixed.length < workloads.length || evictable(spec, replicas) >= 1) return [];
      return [
        {
          subject: object,
          problem: `${budgetText(spec)} lets none of the ${replicas} pods of ${fixed.map((workload) => nameOf(workload.object)).join(', ')} go`,
          fix: 'state maxUnavailable: 1, or run one replica more than must stay',
        },
      ];
    });
  },
});
