/** Alerts on broken traces. When trace context is lost, the callee shows calls without a caller, and the caller shows calls to something untraced. */
import { selector, type Matcher } from '../promql';
import type { AlertRule, RecordingRule } from '../rule-group';
import { recordedSeries } from '../scaling/series';
import { alert } from './alert';
import type { AlertedWorkload } from './alerted';
import { enough, higherThanUsual } from './own-past';

/** Rise of the share of untraced edges that raises the alert: a fifth of the edges is a whole service and not a single caller without trace context. */
const step = 0.2;

export function propagationRules({ namespace, name, telemetry, timing }: AlertedWorkload): readonly RecordingRule[] {
  const { metrics, recorded, edgeLabels } = telemetry;
  const touching = (more: readonly Matcher[]) =>
    // with `or`, the edge of a workload that calls itself counts once
    `sum(${[edgeLabels.client, edgeLabels.server]
      .map((side) => `rate(${selector(metrics.edgeRequests.name, [[side, '=', name], ...more])}[${timing.recent}])`)
      .join(' or ')})`;
  return [
    {
      record: recorded.untracedEdges,
      expr: `(${touching([[edgeLabels.type, '=', edgeLabels.untraced]])} or vector(0)) / (${touching([])} > 0)`,
      labels: { namespace, deployment: name },
    },
  ];
}

export function propagationAlert(workload: AlertedWorkload): AlertRule {
  const { namespace, name, timing, links, dashboards } = workload;
  return alert(links, {
    name: 'PropagationBroken',
    severity: 'ticket',
    lasting: timing.sustained,
    expr: `${higherThanUsual(recordedSeries(workload, 'untracedEdges'), step, timing)}\nand ${enough(recordedSeries(workload, 'requestRate'), timing)}`,
    namespace,
    workload: name,
    labels: { source: 'spans' },
    summary: `${name}: {{ $value | humanizePercentage }} of its edges have an untraced end, more than usual`,
    description:
      'The trace context is lost between two services, or one of them has stopped sending spans. Requests are not affected; the service map and the gates of the latency signal are.',
    dashboard: dashboards.dependencies,
    traces: { service: name },
  });
}
