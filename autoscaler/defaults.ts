/** What the API server writes into a spec that leaves it out (pkg/apis/autoscaling/v2/defaults.go). */
import type { ScalingRules } from './scaling-rules';
import type { MetricSpec } from './spec';

/** An autoscaler without metrics scales on 80 % of the CPU request (`SetDefaults_HorizontalPodAutoscaler`). */
export const defaultMetric: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

type DefaultRules = Omit<ScalingRules, 'window'> & { readonly window?: number };

/**
 * As soon as one direction states anything, both get these (`GenerateHPAScaleUpRules`, `GenerateHPAScaleDownRules`). The window of scale-in is left to the
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
