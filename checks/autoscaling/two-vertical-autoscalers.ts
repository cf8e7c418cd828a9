import { nameOf } from '../manifest';
import { overlaps } from '../objects/scale-target';
import { verticalScalers } from '../objects/vertical-autoscaler';
import { check } from '../check';

export const twoVerticalAutoscalers = check({
  id: 'autoscaling/two-vertical-autoscalers',
  title: 'a pod is under one vertical autoscaler at most',
  why: 'What several VerticalPodAutoscalers do to one pod is undefined: the recommendation that wins may change with every restart.',
  find: (manifests) =>
    overlaps(manifests, verticalScalers(manifests)).map(({ one, other, pods }) => ({
      subject: one.object,
      problem: `the pods of ${pods} are also under ${nameOf(other.object)}`,
      fix: 'keep one of the two, with a containerPolicy for each container that it shall size',
    })),
});
