import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { seconds } from '../../config/quantities';
import type { ScalingPolicy, ScalingRule } from '../../config/scaling';
import type { ExternalSignal } from '../../config/signals';
import { addNewerFields } from '../newer-fields';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';
import { signalsOf } from './signals';

/**
 * The one HorizontalPodAutoscaler of a workload. Each signal is an Object metric whose value is a number of replicas; `AverageValue: 1` makes the
 * controller propose ceil(value / 1), independent of how many pods are ready, and the largest proposal wins.
 */
export class HorizontalAutoscaler extends Construct {
  public constructor(scope: Construct, id: string, workload: ScaledWorkload) {
    super(scope, id);
    const { name, policy } = workload;
    const autoscaler = new k8s.KubeHorizontalPodAutoscalerV2(this, 'autoscaler', {
      metadata: { name },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: policy.minReplicas,
        maxReplicas: policy.maxReplicas,
        metrics: [
          ...signalsOf(workload).map((signal) => objectMetric(workload, signal)),
          ...(policy.signals.external ?? []).map(externalMetric),
          ...failsafe(name, policy),
        ],
        behavior: { scaleUp: scalingRules(policy.behavior.up), scaleDown: scalingRules(policy.behavior.down) },
      },
    });
    addNewerFields(
      autoscaler,
      JsonPatch.add('/spec/behavior/scaleUp/tolerance', tolerance(policy, 'up')),
      JsonPatch.add('/spec/behavior/scaleDown/tolerance', tolerance(policy, 'down')),
    );
  }
}

/**
 * The controller's tolerance (KEP-4951); 0 where a metric is an average over the pods. Within the tolerance the controller answers such a metric with `status.replicas`, which
 * includes the extra pods of a release: each step of a release would raise the replicas (kubernetes#138505). So the recording rules apply the policy's tolerance, compared with
 * wanted replicas (held.ts). A policy with only the failsafe has it here, because for a resource metric the controller answers with `spec.replicas`.
 */
function tolerance({ signals, behavior }: ScalingPolicy, direction: 'up' | 'down'): string {
  const averaged = Object.values<unknown>(signals).some((signal) => signal !== undefined);
  return String(averaged ? 0 : behavior[direction].tolerance);
}

function objectMetric({ name, telemetry }: ScaledWorkload, signal: Signal): k8s.MetricSpecV2 {
  return {
    type: 'Object',
    object: {
      describedObject: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      metric: { name: `${telemetry.servedPrefix}${signal.name}` },
      target: { type: 'AverageValue', averageValue: k8s.Quantity.fromString('1') },
    },
  };
}

function externalMetric({ metric, labels, perPod }: ExternalSignal): k8s.MetricSpecV2 {
  return {
    type: 'External',
    external: {
      metric: { name: metric, selector: { matchLabels: { ...labels } } },
      target: { type: 'AverageValue', averageValue: k8s.Quantity.fromString(String(perPod)) },
    },
  };
}

/** `ContainerResource` rather than `Resource`: with the latter, a sidecar without a request would make the utilization of the whole pod undefined. */
function failsafe(container: string, { failsafe: choice }: ScalingPolicy): k8s.MetricSpecV2[] {
  if (choice.kind === 'none') return [];
  return [
    {
      type: 'ContainerResource',
      containerResource: { container, name: 'cpu', target: { type: 'Utilization', averageUtilization: choice.utilization } },
    },
  ];
}

function scalingRules({ percent, pods, period, window }: ScalingRule): k8s.HpaScalingRulesV2 {
  const periodSeconds = seconds(period);
  return {
    stabilizationWindowSeconds: seconds(window),
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: percent, periodSeconds }, ...(pods === undefined ? [] : [{ type: 'Pods', value: pods, periodSeconds }])],
  };
}
