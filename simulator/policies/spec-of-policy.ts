/** The autoscaler that a scaling policy becomes, as constructs/scaling/horizontal-autoscaler.ts writes it. */
import type { AutoscalerSpec, MetricSpec, ScalingRulesSpec } from '../../autoscaler/spec';
import { seconds } from '../../config/quantities';
import type { ScalingPolicy, ScalingRule } from '../../config/scaling';
import { servedPrefix } from '../../config/telemetry';

/** Last parts of the served names, in the order of the manifest. */
const signalNames = { cpu: 'cpu', memory: 'memory', requestRate: 'request_rate', latency: 'latency', errors: 'errors', forecast: 'forecast' } as const;
export type SimulatedSignal = keyof typeof signalNames;

export function servedName(signal: SimulatedSignal): string {
  return `${servedPrefix}${signalNames[signal]}`;
}

/** Without a signal on a metric of Google Cloud: nobody records one. */
export function specOfPolicy(name: string, { minReplicas, maxReplicas, signals, failsafe, behavior }: ScalingPolicy): AutoscalerSpec {
  const stated = (Object.keys(signalNames) as SimulatedSignal[]).filter((signal) => signals[signal] !== undefined);
  return {
    minReplicas,
    maxReplicas,
    metrics: [
      ...stated.map((signal): MetricSpec => objectMetric(name, servedName(signal))),
      ...(failsafe.kind === 'none' ? [] : [cpuOf(name, failsafe.utilization)]),
    ],
    behavior: { scaleUp: rulesOf(behavior.up), scaleDown: rulesOf(behavior.down) },
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

function rulesOf({ percent, pods, period, window, tolerance }: ScalingRule): ScalingRulesSpec {
  const periodSeconds = seconds(period);
  return {
    stabilizationWindowSeconds: seconds(window),
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: percent, periodSeconds }, ...(pods === undefined ? [] : [{ type: 'Pods' as const, value: pods, periodSeconds }])],
    tolerance: String(tolerance),
  };
}
