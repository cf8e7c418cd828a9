/** Dashboard: a month at a glance, from samples that are recorded every few minutes. */
import { deploymentSeries, recordedSeries } from '../scaling/series';
import type { AlertedWorkload } from '../alerts/alerted';
import { chosenWorkload } from './chosen-workload';
import { lines, type Dashboard, type SeriesPanel, type Unit } from './dashboard';

/**
 * Each series is shown once, although Google's copy has one from each replica of Prometheus.
 *
 * @param currency of the list prices
 * @param unpriced why the cost is not known; `undefined` where it is
 */
export function trendsDashboard(workload: AlertedWorkload, currency: string, unpriced?: string): Dashboard {
  const chosen = chosenWorkload(workload);
  const { trendPrefix } = chosen.telemetry.recorded;
  const trend = (title: string, name: string, unit: Unit, description: string): SeriesPanel =>
    lines(title, description, unit, [{ expr: `max(${deploymentSeries(chosen, `${trendPrefix}${name}`)})`, legend: title }]);
  return {
    uid: workload.dashboards.trends,
    title: 'Trends',
    description: `Thirty days of load, latency, errors, availability, replicas and cost${unpriced === undefined ? '' : `, which is unknown: ${unpriced}`}.`,
    past: '30d',
    perWorkload: true,
    panels: [
      trend('Requests', 'requests', 'requests/s', 'Mean of each ten minutes.'),
      trend('P95', 'latency_p95_seconds', 'seconds', 'Of each ten minutes.'),
      trend('Errors', 'errors_ratio', 'share', 'Share of requests that failed.'),
      { ...trend('Availability', 'availability_ratio', 'share', 'Share of requests that did not fail.'), axis: 'fitted' },
      trend('Replicas', 'replicas', 'count', 'Mean of ready pods.'),
      ...(unpriced === undefined
        ? [
            lines('Cost', 'List prices an hour, of the whole cluster.', { currency }, [
              { expr: `max by (currency) (${trendPrefix}cost_per_hour)`, legend: '{{currency}}' },
            ]),
          ]
        : []),
      {
        ...lines('Error budgets left', '100 % untouched, 0 % spent; −100 % is twice what is allowed.', 'share', [
          { expr: `max by (slo) (${recordedSeries(chosen, 'objectiveBudget')})`, legend: '{{slo}}' },
        ]),
        width: 24,
        axis: 'fitted',
      },
    ],
  };
}
