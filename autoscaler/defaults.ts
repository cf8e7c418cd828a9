/** Defaults that the API server writes into a spec (pkg/apis/autoscaling/v2/defaults.go). */
import type { ScalingRules } from './scaling-rules';
import type { MetricSpec } from './spec';

/** An autoscaler without metrics scales on 80 % of the CPU request (`SetDefaults_HorizontalPodAutoscaler`). */
export const defaultMetric: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

type DefaultRules = Omit<ScalingRules, 'window'> & { readonly window?: number };

/**
 * Rules of both directions as soon as either states anything (`GenerateHPAScaleUpRules`, `GenerateHPAScaleDownRules`). The default window of scale-in is the
 * controller's flag.
 */
export const defaultRules: Readonly<Record<'up' | 'down', DefaultRules>> = {
  up: {
    select: 'Max',
    policies: [
      { type: 'Pods', value: 4, period: 15 },
      { type: 'Percent', value: 100, period: 15 },
    ],
    window: 0,
  },
  down: { select: 'Max', policies: [{ type: 'Percent', value: 100, period: 15 }] },
};
