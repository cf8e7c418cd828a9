/** The target of an autoscaler, and the pods that its controller counts for it. */
import { z } from 'zod';
import { keyOf, nameOf, type ManifestObject, type Manifests } from '../manifest';
import { groupedBy } from '../view';
import { findWorkload, selectedBy, type Workload } from './workload';

export const targetReference = z.object({ kind: z.string(), name: z.string() });
export type TargetReference = z.infer<typeof targetReference>;

export interface ScaleTarget extends TargetReference {
  readonly namespace: string | undefined;
}

/** A horizontal or vertical autoscaler with its target. */
export interface Scaler {
  readonly object: ManifestObject;
  readonly target: ScaleTarget;
}

/** Two autoscalers of the same pods. */
export interface Overlap<T extends Scaler> {
  readonly one: T;
  readonly other: T;
  /** Key of the workload whose pods they share. */
  readonly pods: string;
}

/** The workload of a reference. */
export function targetOf(manifests: Manifests, target: ScaleTarget): Workload | undefined {
  return findWorkload(manifests, target);
}

/**
 * The workloads that the controller counts: not only the target, but all whose pods match the target's selector. With two Deployments of one selector, each autoscaler
 * counts the pods of both.
 */
export function podsUnder(manifests: Manifests, target: ScaleTarget): readonly Workload[] {
  const selector = targetOf(manifests, target)?.selector;
  return selector === undefined ? [] : selectedBy(manifests, target.namespace, selector);
}

/** Every pair of autoscalers that share pods, or that name the same target outside the manifests; each pair once. */
export function overlaps<T extends Scaler>(manifests: Manifests, scalers: readonly T[]): readonly Overlap<T>[] {
  const names = (scaler: T): readonly string[] => {
    const under = podsUnder(manifests, scaler.target).map(({ object }) => keyOf(object));
    return under.length > 0 ? under : [keyOf(scaler.target)];
  };
  const groups = [...groupedBy(scalers, (scaler) => [...new Set([...names(scaler), keyOf(scaler.target)])])];
  const seen = new Map<T, Set<T>>();
  return groups.flatMap(([pods, group]) =>
    group.flatMap((one) => {
      const known = seen.get(one) ?? new Set<T>([one]);
      seen.set(one, known);
      const others = group.filter((other) => !known.has(other));
      others.forEach((other) => known.add(other));
      return others.map((other) => ({ one, other, pods: podsText(pods) }));
    }),
  );
}

/** Text of a key such as `Deployment/lyo-backend/backend` in messages. */
function podsText(key: string): string {
  const [kind = '', ...rest] = key.split('/');
  return nameOf({ kind, name: rest.at(-1) ?? '', namespace: rest.length > 1 ? rest[0] : undefined });
}
