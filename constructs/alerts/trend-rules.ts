/**
 * Series for comparisons over weeks, recorded every few minutes. A month of one of them is ten thousand samples; the buckets from which it is
 * computed are millions.
 */
import { budgetRules } from '../slo/objective-rules';
import type { RecordingRule, RuleGroup } from '../rule-group';
import { recordedSeries, spans } from '../scaling/series';
import type { AlertedWorkload } from './alerted';

export function trendRules(workload: AlertedWorkload): RuleGroup {
  const { namespace, name, telemetry, timing } = workload;
  const { metrics, recorded } = telemetry;
  const over = `[${timing.trend.window}]`;
  const rate = (selection: 'calls' | 'errors') => `sum(rate(${spans(workload, metrics.calls.name, selection)}${over}))`;
  const errors = `(${rate('errors')} or 0 * ${rate('calls')}) / (${rate('calls')} > 0)`;
  const ofRequests: Readonly<Record<string, string>> = {
    requests: rate('calls'),
    latency_p95_seconds: `histogram_quantile(0.95, sum by (le) (rate(${spans(workload, metrics.durationBucket.name, 'judged')}${over}))) >= 0`,
    errors_ratio: errors,
    availability_ratio: `1 - ${errors}`,
  };
  const trends: Readonly<Record<string, string>> = {
    ...(workload.answers ? ofRequests : {}),
    replicas: `avg_over_time(${recordedSeries(workload, 'ready')}${over})`,
  };
  return {
    name: `trends/${namespace}/${name}`,
    interval: timing.trend.interval,
    rules: [
      ...Object.entries(trends).map(([trend, expr]): RecordingRule => ({
        record: `${recorded.trendPrefix}${trend}`,
        expr,
        labels: { namespace, deployment: name },
      })),
      ...(workload.answers ? budgetRules(workload) : []),
    ],
  };
}
