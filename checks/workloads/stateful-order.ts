import { statefulSets } from '../objects/workload';
import { check } from '../check';

export const statefulOrder = check({
  id: 'workloads/stateful-order',
  title: 'the pods of a StatefulSet do not wait for each other',
  why: 'With OrderedReady, the default, a pod that never gets ready keeps the corrected template from being taken (kubernetes/kubernetes#67250): after one bad change the workload stays broken until somebody deletes the pod by hand.',
  find: (manifests) =>
    statefulSets
      .of(manifests)
      .filter(({ value: { spec } }) => spec.podManagementPolicy !== 'Parallel')
      .map(({ object, value: { spec } }) => ({
        subject: object,
        problem: `podManagementPolicy is ${spec.podManagementPolicy ?? 'not stated, which means OrderedReady'}`,
        fix: 'state Parallel; in a cluster that has the StatefulSet, delete it with --cascade=orphan right before the apply, because the field is immutable',
      })),
});
