/** Services whose rollouts are guarded, and how their versions are distinguished (docs/decisions/0167-guarded-rollouts.md). */
import type { Guard } from './rollout';
import { webWorkloads, type WebWorkload, type Workload } from './workload';

export interface GuardedWorkload {
  readonly workload: WebWorkload;
  readonly guard: Guard;
}

export function guardedWorkloads(environment: { readonly workloads: readonly Workload[] }): readonly GuardedWorkload[] {
  return webWorkloads(environment).flatMap((workload) => (workload.rollout?.guard === undefined ? [] : [{ workload, guard: workload.rollout.guard }]));
}

/** Most versions of a guarded service that are counted separately; the one not seen for the longest time is dropped first. */
export const versionsCounted = 10;

/** Annotation of a Deployment by which apply knows that it is guarded, and how. Part of the manifests, and so of what is approved. */
export const guardAnnotation = 'lyo-platform/guard';

/** Prefix of the metrics that the adapter serves for each version: `lyo_version_requests`, `lyo_version_failed`, `lyo_version_slow`. */
export const servedVersionPrefix = 'lyo_version_';

/** A version is the value of a label, which has at most 63 characters: the hash of the pod template leaves this many for the image's tag. */
const longestTag = 50;

/** `1.2` and the hash of a pod template make `1.2-6d4cf56db6`: the same image with other settings is another version. */
export function versionOf(tag: string, templateHash: string): string {
  return `${tag}-${templateHash}`;
}

export function isAskable(tag: string): boolean {
  return tag.length <= longestTag && /^[A-Za-z0-9]/.test(tag);
}
