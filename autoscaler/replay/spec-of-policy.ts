/** The spec of the autoscaler for a scaling policy, equal to what constructs/scaling/horizontal-autoscaler.ts writes. */
import type { AutoscalerSpec, MetricSpec, ScalingRulesSpec } from '../spec';
import { seconds } from '../../config/quantities';
import { recordedSignalNames, recordedSignals, servedPrefix, type RecordedSignal, type ScalingPolicy, type ScalingRule } from '../../config/scaling';

export function servedName(signal: RecordedSignal): string {
  return `${servedPrefix}${recordedSignals[signal].series}`;
}

/** External signals are left out, because no recorded load has their metrics. */
export function specOfPolicy(name: string, { minReplicas, maxReplicas, signals, failsafe, behavior }: ScalingPolicy): AutoscalerSpec {
  // with signals, the recording rules apply the tolerance (docs/decisions/0050-tolerance-against-wanted-replicas.md)
  const inRules = Object.values<unknown>(signals).some((signal) => signal !== undefined);
  const stated = recordedSignalNames.filter((signal) => signals[signal] !== undefined);
  return {
    minReplicas,
    maxReplicas,
    metrics: [
      ...stated.map((signal): MetricSpec => objectMetric(name, servedName(signal))),
      ...(failsafe.kind === 'none' ? [] : [cpuOf(name, failsafe.utilization)]),
    ],
    behavior: { scaleUp: rulesOf(behavior.up, inRules), scaleDown: rulesOf(behavior.down, inRules) },
  };
}

function objectMetric(deployment: string, metric: string): MetricSpec {
  return {
    type: 'Object',
    object: {
      describedObject: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
      metric: { name: metric },
      target: { type: 'AverageValue', averageValue: '1' },
    },
  };
}

function cpuOf(container: string, averageUtilization: number): MetricSpec {
  return { type: 'ContainerResource', containerResource: { container, name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

function rulesOf({ percent, pods, period, window, tolerance }: ScalingRule, inRules: boolean): ScalingRulesSpec {
  const periodSeconds = seconds(period);
  return {
    stabilizationWindowSeconds: seconds(window),
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: percent, periodSeconds }, ...(pods === undefined ? [] : [{ type: 'Pods' as const, value: pods, periodSeconds }])],
    tolerance: String(inRules ? 0 : tolerance),
  };
}
