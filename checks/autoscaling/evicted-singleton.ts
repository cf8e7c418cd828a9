import { autoscalerOf } from '../capacity/pod-count';
import { updateMode, verticalScalers } from '../objects/vertical-autoscaler';
import { podsUnder } from '../objects/scale-target';
import { check } from '../check';

/** Update modes that do not evict running pods. `InPlace` would be one too, but it needs a feature gate that GKE does not enable. */
const gentle: readonly string[] = ['Off', 'Initial'];

export const evictedSingleton = check({
  id: 'autoscaling/evicted-singleton',
  title: 'no vertical autoscaler evicts the only pod of a workload',
  why: 'InPlaceOrRecreate evicts where the node cannot resize, and so do Auto and Recreate: nobody serves until the new pod is ready. Without Prometheus nothing is scaled, without Alertmanager nobody is paged.',
  find: (manifests) =>
    verticalScalers(manifests)
      .filter(({ spec }) => !gentle.includes(updateMode(spec)))
      .flatMap(({ object, spec, target }) =>
        podsUnder(manifests, target)
          .filter((workload) => autoscalerOf(manifests, workload) === undefined && (workload.replicas ?? 1) < 2)
          .map(() => ({
            subject: object,
            problem: `updateMode is ${updateMode(spec)}, and ${target.kind} ${target.name} has one pod`,
            fix: 'state Initial, so that the next start takes the new request, or Off',
          })),
      ),
});
