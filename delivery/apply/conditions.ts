/** Whether the metric chain works, by the conditions of APIServices (`Available`) and autoscalers (`ScalingActive`). */
import { z } from 'zod';
import { manifestObject, type ManifestObject } from '../../checks/manifest';
import { foundObjects } from '../live-objects';
import type { Waiting } from '../rollout/wait';
import { recordKey } from './object-key';
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

/** The objects that have a condition to wait for. */
export function withConditions(objects: readonly ManifestObject[]): readonly ManifestObject[] {
  return objects.filter(({ kind }) => watched[kind] !== undefined);
}

/** Those of the objects whose condition is true now. */
export function working(cluster: Pick<Cluster, 'try'>, objects: readonly ManifestObject[]): readonly ManifestObject[] {
  const complaints = complaintsOf(cluster, objects);
  return objects.filter((object) => !complaints.has(object));
}

/**
 * Waits for every condition.
 * @returns the conditions that did not become true in time, each with its reason
 */
export function waitForConditions(cluster: Pick<Cluster, 'try'>, objects: readonly ManifestObject[], { now, sleep, say }: Waiting): readonly string[] {
  const began = now();
  let open = objects;
  const late: string[] = [];
  while (open.length > 0) {
    const complaints = complaintsOf(cluster, open);
    for (const object of open.filter((one) => !complaints.has(one))) say(`${recordKey(object)}: ${conditionOf(object).type}`);
    open = open.filter((object) => complaints.has(object));
    const passed = now() - began;
    late.push(...open.filter((object) => passed >= conditionOf(object).within).map((object) => complaints.get(object) ?? ''));
    open = open.filter((object) => passed < conditionOf(object).within);
    if (open.length > 0) sleep(look);
  }
  return late;
}

function conditionOf({ kind }: ManifestObject): { readonly type: string; readonly within: number } {
  return watched[kind] ?? { type: '', within: 0 };
}

/** Why a condition is not true, of each object of which it is not: one request for all of them. */
function complaintsOf(cluster: Pick<Cluster, 'try'>, objects: readonly ManifestObject[]): ReadonlyMap<ManifestObject, string> {
  const found = foundObjects(cluster, objects);
  if (typeof found === 'string') return new Map(objects.map((object) => [object, `${recordKey(object)}: ${found}`]));
  const live = new Map(found.map((one) => [recordKey(manifestObject(one, { file: 'the cluster' })), one]));
  return new Map(
    objects.flatMap((object) => {
      const complaint = complaintOf(object, live.get(recordKey(object)));
      return complaint === undefined ? [] : [[object, complaint] as const];
    }),
  );
}

function complaintOf(object: ManifestObject, live: unknown): string | undefined {
  const { type } = conditionOf(object);
  if (live === undefined) return `${recordKey(object)}: no longer exists`;
  const condition = conditioned.parse(live).status.conditions.find((one) => one.type === type);
  if (condition?.status === 'True') return undefined;
  return `${recordKey(object)}: ${type} is ${condition?.status ?? 'not reported'}${condition?.message === undefined ? '' : `, ${condition.message}`}`;
}
