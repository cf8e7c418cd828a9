import { nameOf } from '../manifest';
import { autoscalers } from '../objects/horizontal-autoscaler';
import { overlaps } from '../objects/scale-target';
import { check } from '../check';

export const twoAutoscalers = check({
  id: 'autoscaling/two-autoscalers',
  title: 'a pod is under one horizontal autoscaler at most',
  why: 'With two, the HPA controller sets ScalingActive=False with the reason AmbiguousSelector on both, and nothing scales any more.',
  find: (manifests) =>
    overlaps(manifests, autoscalers(manifests)).map(({ one, other, pods }) => ({
      subject: one.object,
      problem: `the pods of ${pods} are under this autoscaler (target ${nameOf(one.target)}) and under ${nameOf(other.object)} (target ${nameOf(other.target)})`,
      fix: 'put every signal into one policy (config/<environment>.ts, scaling.signals), or give the two Deployments labels and selectors that do not overlap',
    })),
});
