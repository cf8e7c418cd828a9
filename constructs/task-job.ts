/** The Job of a workload that runs to completion, with its number of attempts and its deadline. */
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { seconds, type Duration } from '../config/quantities';
import { podTemplate } from './pod-template';
import { workloadPod, type WorkloadPodProps } from './workload-pod';

export interface TaskProps extends WorkloadPodProps {
  /** Seconds for all attempts together. */
  readonly deadline: Duration;
  readonly attempts: number;
  /** Time in which a stopping pod may finish its work. */
  readonly grace: Duration;
}

export function taskJob(scope: Construct, props: TaskProps): k8s.JobSpec {
  const { container, pod } = workloadPod(scope, props);
  return {
    backoffLimit: props.attempts - 1,
    activeDeadlineSeconds: seconds(props.deadline),
    // the loss of a node does not count as a failed attempt
    podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
    // never two pods at once: the next attempt waits until the one before has ended
    podReplacementPolicy: 'Failed',
    template: podTemplate({
      name: props.name,
      ...pod,
      containers: [container],
      gracePeriod: seconds(props.grace),
      restartPolicy: 'Never',
      zones: 'none',
      // the cluster autoscaler keeps the node until the run has ended
      safeToEvict: false,
    }),
  };
}
