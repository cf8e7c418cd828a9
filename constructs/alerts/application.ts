/** Alerts from the entries of `telemetry.applicationMetrics`. */
import type { ApplicationMetric } from '../../config/telemetry';
import type { AlertRule } from '../rule-group';
import { metricOfAll, togetherInWords } from '../scaling/application-signal';
import { alert } from './alert';
import type { AlertedWorkload } from './alerted';

export function applicationAlerts(workload: AlertedWorkload): readonly AlertRule[] {
  return workload.applicationMetrics.flatMap((metric) => applicationAlert(workload, metric));
}

function applicationAlert(workload: AlertedWorkload, metric: ApplicationMetric): readonly AlertRule[] {
  const { namespace, name, links, dashboards } = workload;
  if (metric.alert === undefined) return [];
  const { above, lasting, severity } = metric.alert;
  return [
    alert(links, {
      name: 'ApplicationMetricHigh',
      severity,
      lasting,
      expr: `${metricOfAll(workload, metric)} > ${above}`,
      namespace,
      workload: name,
      labels: { metric: metric.name },
      summary: `${name}: ${metric.title} is {{ $value }} ${metric.unit}, above ${above}`,
      description: `${metric.name}, ${togetherInWords(metric)}, was above ${above} for ${lasting}.`,
      dashboard: dashboards.service,
    }),
  ];
}
