/** Rules of guarded rollouts: the metrics that the guard reads must exist. */
import { guardedWorkloads, isAskable } from '../guarded-workloads';
import { imageTag } from '../image-tag';
import type { Guard } from '../rollout';
import type { WebWorkload } from '../workload';
import { placedWebs, when, type Draft, type Rule } from './draft';
import type { Problem } from './problem';

function guards(draft: Draft): readonly Problem[] {
  return placedWebs(draft).flatMap(({ index, workload }) =>
    guardedWorkloads({ workloads: [workload] })
      .flatMap(({ guard }) => guarded(workload, guard))
      .map((problem) => ({ ...problem, path: `workloads[${index}].${problem.path}` })),
  );
}

function guarded({ rollout, instrumentation, image }: WebWorkload, { share }: Guard): readonly Problem[] {
  const surge = rollout?.surge ?? share;
  const tag = imageTag(image);
  return [
    ...when(share < surge, {
      path: 'rollout.guard.share',
      rule: `must be at least rollout.surge (${surge}): so many new pods come at once`,
      received: share,
    }),
    ...when(instrumentation === 'none', {
      path: 'rollout.guard',
      rule: 'must be left out where instrumentation is "none": no request says which version answered it',
      received: instrumentation,
    }),
    ...when(tag === undefined || !isAskable(tag), {
      path: 'image',
      rule: 'must have a tag of at most 50 characters that begins with a letter or digit, for the guard of its rollouts asks for metrics by version',
      received: image,
    }),
  ];
}

export const guardRules: readonly Rule[] = [guards];
