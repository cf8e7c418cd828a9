import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

export interface DisruptionBudgetProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Pods, or a percentage of pods, that may be evicted at once. A percentage is rounded up, so it never blocks a drain;
   * `minAvailable` would block it at the autoscaler's minimum.
   */
  readonly maxUnavailable: number | `${number}%`;
}

/** Limits how many pods of a workload are evicted at once when nodes are drained. */
export class DisruptionBudget extends Construct {
  public constructor(scope: Construct, id: string, { name, labels, maxUnavailable }: DisruptionBudgetProps) {
    super(scope, id);
    new k8s.KubePodDisruptionBudget(this, 'budget', {
      metadata: { name },
      spec: {
        maxUnavailable: typeof maxUnavailable === 'number' ? k8s.IntOrString.fromNumber(maxUnavailable) : k8s.IntOrString.fromString(maxUnavailable),
        selector: { matchLabels: { ...labels } },
        // a pod that never becomes ready must not block the drain of its node
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }
}
