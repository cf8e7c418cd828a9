/** Checks of the number of nodes, and of how they are removed. */
import { valueAt } from '../../../config/record';
import type { Plan, PlanResource } from '../../plan';
import { planTypes } from '../../plan-types';
import { itemsAt } from '../../plan-value';
import { be, beLeftOut, reach, type Expectation } from '../expectation';
import { observed, type Verdict } from '../verdict';
import { everyResource, planCheck, propertyCheck, required } from '../plan-check';

const of = planTypes.nodePool;
/** A field that must not be stated; a running stack reports 0 for it. */
const beUnused: Expectation = { text: beLeftOut.text, holds: (value, plan) => value === 0 || beLeftOut.holds(value, plan) };

export const nodeTotals = planCheck({
  id: 'hardening/node-totals',
  title: 'bounds of a node pool count all its nodes, not the nodes of a zone',
  why: 'minNodeCount and maxNodeCount are per zone: 1 to 10 in three zones is 3 to 30, and so is the bill.',
  check: (plan) => everyResource(plan, of, (pool) => totals(plan, pool)),
});

export const nodeDrain = planCheck({
  id: 'hardening/node-drain',
  title: 'a pool that is deleted respects disruption budgets',
  why: 'Deleting a pool otherwise evicts everything after an hour, budget or not.',
  check: (plan) =>
    everyResource(plan, of, (pool) => {
      const values = itemsAt(pool.inputs, 'nodeDrainConfigs').map((config) => valueAt(config, 'respectPdbDuringNodePoolDeletion'));
      const problem = values.includes(true) && values.every((value) => value === true) ? undefined : 'nodeDrainConfigs must respect disruption budgets';
      const fix = 'state nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }] (stacks/)';
      return [observed(plan, pool, { property: 'nodeDrainConfigs', value: values, problem, fix })];
    }),
});

export const surgeUpgrade = propertyCheck({
  id: 'hardening/surge-upgrade',
  title: 'an upgrade adds a node before it takes one away',
  why: 'Otherwise every upgrade has fewer nodes than the load needs.',
  of,
  requires: [
    { property: 'upgradeSettings.strategy', must: be('SURGE') },
    { property: 'upgradeSettings.maxSurge', must: reach(1) },
    { property: 'upgradeSettings.maxUnavailable', must: be(0) },
  ],
});

/** The minimum over all pools must be at least 1; a spot pool may be empty. */
function totals(plan: Plan, pool: PlanResource): readonly Verdict[] {
  const least = valueAt(pool.inputs, 'nodeConfig.spot') === true ? 0 : 1;
  return [
    required(plan, pool, { property: 'autoscaling.totalMinNodeCount', must: reach(least) }),
    required(plan, pool, { property: 'autoscaling.totalMaxNodeCount', must: reach(1) }),
    required(plan, pool, { property: 'autoscaling.minNodeCount', must: beUnused }),
    required(plan, pool, { property: 'autoscaling.maxNodeCount', must: beUnused }),
  ];
}
