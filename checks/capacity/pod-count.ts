/** How many pods of a workload there are at once. */
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

/** At rest. */
export function fewestPods({ replicas = 1 }: Workload, autoscaler: HorizontalAutoscaler | undefined): number {
  return autoscaler === undefined ? replicas : minimumOf(autoscaler.value.spec);
}

/** Wanted, added by a rollout, and still on their way out. 50 pods, surge 1, 10 % a minute, grace 60 s: 50 + 1 + 5. */
export function mostPods(workload: Workload, autoscaler: HorizontalAutoscaler | undefined): number {
  const wanted = autoscaler?.value.spec.maxReplicas ?? workload.replicas ?? 1;
  return wanted + surge(workload, wanted) + terminating(workload, wanted, autoscaler?.value.spec.behavior?.scaleDown);
}

function surge({ object, recreates, maxSurge = '25%' }: Workload, wanted: number): number {
  if (object.kind !== 'Deployment' || recreates) return 0;
  return share(maxSurge, wanted);
}

/** A terminating pod keeps its node's room until its grace ends: those of every scale-in step that fits in it, in case a scale-out follows at once. */
function terminating({ pod }: Workload, wanted: number, scaleDown: ScalingRules | null | undefined): number {
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  const steps = (scaleDown?.policies ?? []).map(
    ({ type, value, periodSeconds }) => (type === 'Percent' ? share(`${value}%`, wanted) : Number(value)) * Math.ceil(grace / periodSeconds),
  );
  return Math.min(wanted, Math.max(0, ...steps));
}

/** Rounded up, as Kubernetes rounds surges. */
function share(value: number | string, pods: number): number {
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? Number(value) : Math.ceil((Number(percent) * pods) / 100);
}
