/** Alerts on spans that are counted without their operation's name, or not at all. */
import { grown, selector } from '../promql';
import type { AlertRule } from '../rule-group';
import { recordedSeries } from '../scaling/series';
import { alert } from './alert';
import type { AlertedWorkload } from './alerted';

export function countingAlerts(workload: AlertedWorkload): readonly AlertRule[] {
  const { namespace, name, telemetry, timing, links, dashboards } = workload;
  const { metrics, spanLabels } = telemetry;
  const about = { severity: 'ticket', namespace, workload: name, dashboard: dashboards.cluster } as const;
  const overflow = selector(metrics.calls.name, [
    [spanLabels.namespace, '=', namespace],
    [spanLabels.deployment, '=', name],
    [spanLabels.overflow, '=', 'true'],
  ]);
  return [
    alert(links, {
      ...about,
      name: 'OperationsOverflow',
      expr: `sum by (${spanLabels.kind}) (${grown(overflow, timing.recent)}) > 0`,
      summary: `${name}: {{ $value | humanize }} spans{{ if $labels.${spanLabels.kind} }} of requests{{ end }} were counted without a name`,
      description:
        'It has more different span names than a collector counts apart. For requests: the rate is right, errors and operations are too low, and the autoscaler does not scale in. For other spans: steps are missing on dashboards.',
    }),
    alert(links, {
      ...about,
      name: 'SpansUncounted',
      // shorter losses fire SpansRefused and SpansLost, and stop the autoscaler from scaling in at once
      lasting: timing.patience,
      expr: recordedSeries(workload, 'uncountedSpans', [['cause', '!=', 'overflow']]),
      summary: `${name}: {{ $value | humanize }} spans are not counted ({{ $labels.cause }})`,
      description:
        'Collectors refuse spans, lose them, or cannot send them to a gateway that is slow, full or gone. Request rate, latency and errors are too low, and the autoscaler does not scale in.',
    }),
  ];
}
