import { z } from 'zod';
import { keyOf, type ManifestObject, type Manifests } from '../manifest';
import { computedOnce, groupedBy, view } from '../view';
import { labelSelector } from './selector';
import { integerOrText } from './shape';
import { selectedBy, type Workload } from './workload';

const spec = z.object({ minAvailable: integerOrText.nullish(), maxUnavailable: integerOrText.nullish(), selector: labelSelector });

export const disruptionBudgets = view({ group: 'policy', kinds: ['PodDisruptionBudget'] }, z.object({ spec }));
export type DisruptionBudgetSpec = z.infer<typeof spec>;

/** Number of healthy pods that may be evicted at once. Both kinds of percentage are rounded up, as in the disruption controller. */
export function evictable({ minAvailable, maxUnavailable }: DisruptionBudgetSpec, pods: number): number {
  if (minAvailable !== undefined && minAvailable !== null) return pods - share(minAvailable, pods);
  return Math.min(share(maxUnavailable ?? 1, pods), pods);
}

export function budgetText({ minAvailable, maxUnavailable }: DisruptionBudgetSpec): string {
  return minAvailable === undefined || minAvailable === null ? `maxUnavailable ${maxUnavailable ?? 'not stated'}` : `minAvailable ${minAvailable}`;
}

export interface Budget {
  readonly object: ManifestObject;
  readonly spec: DisruptionBudgetSpec;
  readonly workloads: readonly Workload[];
}

export const budgets: (manifests: Manifests) => readonly Budget[] = computedOnce((manifests) =>
  disruptionBudgets.of(manifests).map(({ object, value: { spec: budget } }) => ({
    object,
    spec: budget,
    workloads: selectedBy(manifests, object.namespace, budget.selector),
  })),
);

const byWorkload: (manifests: Manifests) => ReadonlyMap<string, readonly Budget[]> = computedOnce((manifests) =>
  groupedBy(budgets(manifests), ({ workloads }) => workloads.map(({ object }) => keyOf(object))),
);

/** The budgets that cover a workload's pods. */
export function budgetsOf(manifests: Manifests, { object }: Workload): readonly Budget[] {
  return byWorkload(manifests).get(keyOf(object)) ?? [];
}

function share(value: number | string, pods: number): number {
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? Number(value) : Math.ceil((Number(percent) * pods) / 100);
}
