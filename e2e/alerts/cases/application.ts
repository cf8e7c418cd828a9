/** A metric of the application itself, from one entry of the configuration. */
import type { Environment } from '../../../config/environment';
import type { AlertCase } from '../alert-case';
import { from, onset, world } from '../world';

/** The environment with one more entry and no other change. */
export function measured(environment: Environment): Environment {
  const { telemetry } = environment;
  return {
    ...environment,
    telemetry: {
      ...telemetry,
      applicationMetrics: [
        {
          name: 'orders_waiting',
          workload: 'backend',
          type: 'gauge',
          title: 'Orders waiting',
          unit: 'orders',
          alert: { above: 50, lasting: '300s', severity: 'ticket' },
        },
      ],
    },
  };
}

export const applicationCases: readonly AlertCase[] = [
  {
    title: 'thirty orders wait in each of two pods, and fifty may wait in all',
    series: world({ faults: { ordersWaiting: from(onset, 20, 30) } }),
    expect: [
      { at: onset - 60, firing: [] },
      { at: onset + 200, firing: [] },
      { at: onset + 900, firing: [{ alertname: 'ApplicationMetricHigh', metric: 'orders_waiting' }] },
    ],
  },
];
