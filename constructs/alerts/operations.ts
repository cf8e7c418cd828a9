/** Alerts on operations of a workload that are slow or fail: each is compared with its own past. */
import { durationOf } from '../../config/quantities';
import { recordedSeries, spans } from '../scaling/series';
import type { AlertRule, RecordingRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedWorkload } from './alerted';
import { labelInAddress } from './links';
import { enough, failingMoreThanUsual, feltFrom, slowerThanUsual } from './own-past';

/** Seconds below which users notice no slowdown; a lower latency target lowers it. */
const unnoticed = 0.1;
/** Share of an operation's calls that may fail: the error target of `seedPolicy`. */
const failing = 0.05;

export function operationRules(workload: AlertedWorkload): readonly RecordingRule[] {
  const { namespace, name, telemetry, timing } = workload;
  const { metrics, recorded, spanLabels } = telemetry;
  const labels = { namespace, deployment: name };
  const by = (metric: string, selection: 'calls' | 'judged' | 'errors', more = '') =>
    `sum by (${spanLabels.name}${more}) (rate(${spans(workload, metric, selection)}[${timing.recent}]))`;
  const calls = by(metrics.calls.name, 'calls');
  return [
    { record: recorded.operationRate, expr: calls, labels },
    // without calls the quantile is NaN, which must not become a part of the operation's past
    { record: recorded.operationLatency, expr: `histogram_quantile(0.95, ${by(metrics.durationBucket.name, 'judged', ', le')}) >= 0`, labels },
    { record: recorded.operationErrors, expr: `(${by(metrics.calls.name, 'errors')} or 0 * ${calls}) / (${calls} > 0)`, labels },
  ];
}

export function operationAlerts(workload: AlertedWorkload): readonly AlertRule[] {
  const { namespace, name, telemetry, timing, links, dashboards } = workload;
  const { spanLabels } = telemetry;
  const floor = feltFrom(unnoticed, workload);
  const operation = `{{ $labels.${spanLabels.name} }}`;
  const about = { severity: 'ticket', lasting: timing.sustained, namespace, workload: name, labels: { source: 'spans' } } as const;
  const withCalls = (condition: string) => `${condition}\nand ${enough(recordedSeries(workload, 'operationRate'), timing)}`;
  return [
    alert(links, {
      ...about,
      name: 'OperationSlow',
      expr: withCalls(slowerThanUsual(recordedSeries(workload, 'operationLatency'), floor, timing)),
      summary: `${name}: ${operation} takes {{ $value | humanizeDuration }} (P95), twice as long as usual`,
      description: `Usual is the median of its own last ${timing.past}. Look at an edge that is slow at the same time, then at the traces.`,
      dashboard: dashboards.bottlenecks,
      traces: { service: name, operation: labelInAddress(spanLabels.name), minDuration: durationOf(floor) },
    }),
    alert(links, {
      ...about,
      name: 'OperationFailing',
      expr: withCalls(failingMoreThanUsual(recordedSeries(workload, 'operationErrors'), failing, timing)),
      summary: `${name}: {{ $value | humanizePercentage }} of ${operation} fail`,
      description: 'This is more than usual for the operation. An edge that fails at the same time is the likely cause.',
      dashboard: dashboards.service,
      traces: { service: name, operation: labelInAddress(spanLabels.name), failed: true },
    }),
  ];
}
