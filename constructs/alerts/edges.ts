/** Alerts on the dependencies of a workload (databases, caches, other services): each edge is compared with its own past. */
import { durationOf, seconds } from '../../config/quantities';
import { selector, type Matcher } from '../promql';
import { recordedSeries } from '../scaling/series';
import type { AlertRule, RecordingRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedWorkload } from './alerted';
import { enough, failingMoreThanUsual, feltFrom, slowerThanUsual } from './own-past';

/** Seconds below which a slow edge is not worth a ticket, whatever its usual value is: caches answer within 50 ms. Above it, an edge may take half of the latency target. */
const unnoticed = 0.05;
/** Share of an edge's calls that may fail before a ticket is opened. */
const failing = 0.05;

export function edgeRules(workload: AlertedWorkload): readonly RecordingRule[] {
  const { namespace, name, telemetry, timing } = workload;
  const { metrics, recorded, edgeLabels } = telemetry;
  const labels = { namespace, deployment: name };
  const client: readonly Matcher[] = [[edgeLabels.client, '=', name]];
  const by = (metric: string, more = '') => `sum by (${edgeLabels.server}${more}) (rate(${selector(metric, client)}[${timing.recent}]))`;
  const calls = by(metrics.edgeRequests.name);
  return [
    { record: recorded.edgeRate, expr: calls, labels },
    // the client's duration: it includes the network and the wait for a connection, which the caller waits for too
    { record: recorded.edgeLatency, expr: `histogram_quantile(0.95, ${by(metrics.edgeClientBucket.name, ', le')}) >= 0`, labels },
    { record: recorded.edgeErrors, expr: `(${by(metrics.edgeFailures.name)} or 0 * ${calls}) / (${calls} > 0)`, labels },
  ];
}

export function edgeAlerts(workload: AlertedWorkload): readonly AlertRule[] {
  const { namespace, name, telemetry, timing, links, dashboards } = workload;
  const { edgeLabels } = telemetry;
  const floor = feltFrom(2 * unnoticed, workload) / 2;
  const callee = `{{ $labels.${edgeLabels.server} }}`;
  const about = {
    severity: 'ticket',
    lasting: timing.sustained,
    namespace,
    workload: name,
    labels: { source: 'spans' },
    dashboard: dashboards.dependencies,
  } as const;
  const withCalls = (condition: string) => `${condition}\nand ${enough(recordedSeries(workload, 'edgeRate'), timing)}`;
  return [
    alert(links, {
      ...about,
      name: 'EdgeSlow',
      expr: withCalls(slowerThanUsual(recordedSeries(workload, 'edgeLatency'), floor, timing)),
      summary: `${name} waits {{ $value | humanizeDuration }} (P95) for ${callee}, twice as long as usual`,
      description: `Usual is the median of its own last ${timing.past}. More pods of ${name} do not help, and the latency signal asks for none.`,
      traces: { service: name, minDuration: durationOf(floor) },
    }),
    alert(links, {
      ...about,
      name: 'EdgeFailing',
      expr: withCalls(failingMoreThanUsual(recordedSeries(workload, 'edgeErrors'), failing, timing)),
      summary: `{{ $value | humanizePercentage }} of the calls from ${name} to ${callee} fail`,
      description: 'This is more than usual for the edge. Errors of the callee add no pods here.',
      traces: { service: name, failed: true },
    }),
    alert(links, {
      ...about,
      name: 'EdgeNew',
      severity: 'none',
      expr: newEdge(recordedSeries(workload, 'edgeRate'), recordedSeries(workload, 'requestRate'), workload),
      summary: `${name} calls ${callee}, which it did not call in the last ${timing.known}`,
      description: 'A new dependency: nothing is wrong if it is intended.',
      traces: { service: name },
    }),
  ];
}

/** Edges with calls now and none during `known`, for workloads with at least `history` of samples: before that, every edge would be new. */
function newEdge(edges: string, requests: string, { timing, telemetry }: AlertedWorkload): string {
  const { known, recent, history } = timing;
  const samples = Math.floor(seconds(history) / seconds(telemetry.settings.ruleInterval));
  return [
    `${edges} > 0`,
    `unless (max_over_time(${edges}[${known}] offset ${recent}) > 0)`,
    `and on (namespace, deployment) (count_over_time(${requests}[${known}] offset ${recent}) >= ${samples})`,
  ].join('\n');
}
