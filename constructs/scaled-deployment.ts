import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { seconds, type Duration } from '../config/quantities';
import { selectorLabels } from './labels';
import { podTemplate, type PodTemplateProps } from './pod-template';
import { rollingUpdate } from './rolling-update';

export interface ScaledDeploymentProps {
  /** Name of the Deployment. */
  readonly name: string;
  readonly containers: readonly k8s.Container[];
  readonly pod: Pick<PodTemplateProps, 'initContainers' | 'volumes' | 'user'>;
  /** Time until a stopping pod is killed. */
  readonly grace: Duration;
  /** How many pods a release adds, in percent, and how long each must have been ready before an old one is stopped. */
  readonly rollout: { readonly surge: number; readonly settle: Duration };
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** @default - the time for a new node, the longest start that the probes allow, and the settling of a new pod */
  readonly progressDeadline?: Duration | undefined;
}

/** A Deployment that an autoscaler scales. It has no `replicas`: the autoscaler owns that field, and a stated number would reset it at each apply. */
export function scaledDeployment(scope: Construct, props: ScaledDeploymentProps): k8s.KubeDeployment {
  const { name, containers, pod, grace, rollout, progressDeadline, annotations } = props;
  const labels = selectorLabels(name);
  return new k8s.KubeDeployment(scope, 'deployment', {
    metadata: { name, labels: { ...labels }, ...(annotations === undefined ? {} : { annotations: { ...annotations } }) },
    spec: {
      selector: { matchLabels: { ...labels } },
      ...rollingUpdate({ surge: `${rollout.surge}%`, settle: rollout.settle, containers }),
      revisionHistoryLimit: 5,
      ...(progressDeadline === undefined ? {} : { progressDeadlineSeconds: seconds(progressDeadline) }),
      template: podTemplate({ name, ...pod, containers, gracePeriod: seconds(grace), safeToEvict: true }),
    },
  });
}
