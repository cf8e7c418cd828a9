/** Whether the metric chain works, by the conditions of APIServices (`Available`) and autoscalers (`ScalingActive`). */
import { z } from 'zod';
import type { ManifestObject } from '../../checks/manifest';
import type { Waiting } from '../rollout/wait';
import { argumentsOf, recordKey, referenceOf } from './object-key';
import type { Cluster } from './place';

/** The condition of each kind, and the seconds within which it must become true. */
const watched: Readonly<Record<string, { readonly type: string; readonly within: number }>> = {
  APIService: { type: 'Available', within: 120 },
  HorizontalPodAutoscaler: { type: 'ScalingActive', within: 180 },
};
/** Seconds between two reads. */
const look = 3;

const conditioned = z.object({
  status: z
    .object({ conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() })).default([]) })
    .default({ conditions: [] }),
});

/** Keys of the objects that have a condition to wait for. */
export function withConditions(objects: readonly ManifestObject[]): readonly string[] {
  return objects.filter(({ kind }) => watched[kind] !== undefined).map(recordKey);
}

/** Those of the keys whose condition is true now. */
export function working(cluster: Pick<Cluster, 'try'>, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => complaintOf(cluster, key) === undefined);
}

/**
 * Waits for every condition.
 * @returns the conditions that did not become true in time, each with its reason
 */
export function waitForConditions(cluster: Pick<Cluster, 'try'>, keys: readonly string[], { now, sleep, say }: Waiting): readonly string[] {
  const began = now();
  let open = keys.map((key) => ({ key, complaint: '' }));
  const late: string[] = [];
  while (open.length > 0) {
    open = open.flatMap(({ key }) => {
      const complaint = complaintOf(cluster, key);
      if (complaint !== undefined) return [{ key, complaint }];
      say(`${key}: ${conditionOf(key).type}`);
      return [];
    });
    const passed = now() - began;
    late.push(...open.filter(({ key }) => passed >= conditionOf(key).within).map(({ complaint }) => complaint));
    open = open.filter(({ key }) => passed < conditionOf(key).within);
    if (open.length > 0) sleep(look);
  }
  return late;
}

function conditionOf(key: string): { readonly type: string; readonly within: number } {
  return watched[referenceOf(key).kind] ?? { type: '', within: 0 };
}

function complaintOf(cluster: Pick<Cluster, 'try'>, key: string): string | undefined {
  const { type } = conditionOf(key);
  const found = cluster.try(['get', ...argumentsOf(referenceOf(key)), '--output=json']);
  if (!found.ok) return `${key}: ${found.why}`;
  const condition = conditioned.parse(JSON.parse(found.output)).status.conditions.find((one) => one.type === type);
  if (condition?.status === 'True') return undefined;
  return `${key}: ${type} is ${condition?.status ?? 'not reported'}${condition?.message === undefined ? '' : `, ${condition.message}`}`;
}
