import type { Manifests } from '../manifest';
import { autoscalerOf, replaced } from '../capacity/pod-count';
import { longestStart } from '../objects/container';
import { isExpendable } from '../objects/priority-class';
import { workloads, type Workload } from '../objects/workload';
import { check } from '../check';

/** Most seconds of a release at the autoscaler's maximum that may be waiting: a rollback takes as long. */
const longestRelease = 600;
/** Assumed seconds from a pod's start to its first successful readiness probe; a short guess. */
const quickStart = 10;

export const rolloutPace = check({
  id: 'workloads/rollout-pace',
  title: 'a Deployment states how fast its pods are replaced and when that counts as stuck, and at its maximum it takes minutes',
  why: 'Without minReadySeconds all old pods may be on their way out at once, and no quota or node pool holds that; without a deadline that fits the probes nobody learns of a rollout that stopped; one pod at a time is slow to go back from.',
  find: (manifests) =>
    workloads(manifests)
      .filter((workload) => workload.object.kind === 'Deployment' && !workload.recreates && !isExpendable(manifests, workload))
      .flatMap((workload) => problems(manifests, workload).map(({ problem, fix }) => ({ subject: workload.object, problem, fix }))),
});

interface Problem {
  readonly problem: string;
  readonly fix: string;
}

function problems(manifests: Manifests, workload: Workload): readonly Problem[] {
  const { settle = 0, progressDeadline } = workload;
  const needed = Math.max(0, ...workload.pod.containers.map(longestStart)) + settle;
  const wanted = autoscalerOf(manifests, workload)?.value.spec.maxReplicas ?? workload.replicas ?? 1;
  const { surge, unavailable } = replaced(workload, wanted);
  const waves = Math.ceil(wanted / Math.max(1, surge + unavailable));
  const takes = waves * (settle + quickStart);
  const fix = 'constructs/rolling-update.ts computes it from the probes';
  return [
    ...(settle > 0 ? [] : [{ problem: 'minReadySeconds is not stated, so nothing bounds how many pods are on their way out', fix: 'state 10 s or more' }]),
    ...(progressDeadline === undefined
      ? [{ problem: 'progressDeadlineSeconds is not stated', fix }]
      : progressDeadline <= needed
        ? [{ problem: `progressDeadlineSeconds is ${progressDeadline}, and a pod that its probes let start counts only after ${needed} s`, fix }]
        : []),
    ...(takes <= longestRelease
      ? []
      : [
          {
            problem: `a release of ${wanted} pods takes ${waves} steps of at least ${settle + quickStart} s: ${Math.round(takes / 60)} min, and so does going back`,
            fix: `raise the surge (workloads[].rollout.surge) or lower minReadySeconds, so that it takes at most ${longestRelease / 60} min`,
          },
        ]),
  ];
}
