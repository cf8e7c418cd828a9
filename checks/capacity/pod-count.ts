/** How many pods of a workload run at once. */
import { podsDuringRelease, scaledInWithin, shareOf, type ScaleInStep } from '../../config/rollout';
import type { Manifests } from '../manifest';
import { horizontalAutoscalers, minimumOf, type ScalingRules } from '../objects/horizontal-autoscaler';
import { targetOf } from '../objects/scale-target';
import type { Workload } from '../objects/workload';

export type HorizontalAutoscaler = ReturnType<typeof horizontalAutoscalers.of>[number];

export function autoscalerOf(manifests: Manifests, workload: Workload): HorizontalAutoscaler | undefined {
  return horizontalAutoscalers
    .of(manifests)
    .find(({ object, value }) => targetOf(manifests, { ...value.spec.scaleTargetRef, namespace: object.namespace }) === workload);
}

/** The fewest pods of a workload: the autoscaler's minimum, or the fixed number. */
export function fewestPods({ replicas = 1 }: Workload, autoscaler: HorizontalAutoscaler | undefined): number {
  return autoscaler === undefined ? replicas : minimumOf(autoscaler.value.spec);
}

/** The most pods: during a release and a scale-in that is followed at once by a scale-out (config/rollout.ts). */
export function mostPods(workload: Workload, autoscaler: HorizontalAutoscaler | undefined): number {
  const wanted = autoscaler?.value.spec.maxReplicas ?? workload.replicas ?? 1;
  const grace = workload.pod.terminationGracePeriodSeconds ?? 30;
  return podsDuringRelease({
    wanted,
    ...replaced(workload, wanted),
    settle: workload.settle ?? 0,
    grace,
    scaledIn: scaledInWithin(grace, stepsOf(wanted, autoscaler?.value.spec.behavior?.scaleDown)),
  });
}

/** Pods that a rollout adds and stops at once. Only a Deployment runs old and new pods at the same time. */
export function replaced({ object, recreates, maxSurge = '25%', maxUnavailable = '25%' }: Workload, wanted: number): { surge: number; unavailable: number } {
  if (object.kind !== 'Deployment' || recreates) return { surge: 0, unavailable: 0 };
  return { surge: share(maxSurge, wanted, Math.ceil), unavailable: share(maxUnavailable, wanted, Math.floor) };
}

function stepsOf(wanted: number, scaleDown: ScalingRules | null | undefined): readonly ScaleInStep[] {
  return (scaleDown?.policies ?? []).map(({ type, value, periodSeconds }) => ({
    pods: type === 'Percent' ? shareOf(Number(value), wanted) : Number(value),
    period: periodSeconds,
  }));
}

/** Kubernetes rounds maxSurge up and maxUnavailable down. */
function share(value: number | string, pods: number, round: (pods: number) => number): number {
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? Number(value) : round((Number(percent) * pods) / 100);
}
