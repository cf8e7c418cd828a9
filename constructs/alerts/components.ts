/** Alerts on platform components that are down, not ready or restarted. */
import { selector, type Matcher } from '../promql';
import type { AlertRule } from '../rule-group';
import { alert } from './alert';
import type { AlertedPlatform } from './alerted';

export function componentAlerts({
  telemetry,
  timing,
  links,
  dashboards,
  namespace,
  metricsAdapter,
  gateway,
  queueGuard,
}: AlertedPlatform): readonly AlertRule[] {
  const { metrics } = telemetry;
  // without the labels of kube-state-metrics' own pod: a new pod would start the alert's waiting time again
  const own = (metric: string, by: string, more: readonly Matcher[] = []) => `max by (${by}) (${selector(metric, [['namespace', '=', namespace], ...more])})`;
  return [
    alert(links, {
      name: 'MetricsAdapterDown',
      severity: 'page',
      lasting: timing.sustained,
      expr: `${own(metrics.readyReplicas.name, 'deployment', [['deployment', '=', metricsAdapter]])} < 1`,
      namespace,
      workload: metricsAdapter,
      summary: 'No pod of the metrics adapter is ready: autoscalers see no signal but CPU',
      description: 'Every autoscaler falls back to its failsafe, which scales out on CPU and never in.',
      dashboard: dashboards.scaling,
    }),
    // one alert per kind, because each kind has its own label, and an annotation with a label that the series lack would show a gap
    ...(
      [
        ['deployment', metrics.readyReplicas, metrics.wantedReplicas],
        ['statefulset', metrics.readyStatefulReplicas, metrics.wantedStatefulReplicas],
      ] as const
    ).map(([kind, ready, wanted]) =>
      alert(links, {
        name: 'ComponentNotReady',
        severity: 'ticket',
        lasting: timing.patience,
        expr: `${own(ready.name, kind)} < ${own(wanted.name, kind)}`,
        namespace,
        labels: { kind },
        summary: `{{ $labels.${kind} }} has {{ $value }} ready pods, fewer than wanted`,
        description: 'A component of the platform runs with less redundancy than it should have, or not at all.',
        dashboard: dashboards.cluster,
      }),
    ),
    alert(links, {
      name: 'CollectorGatewayRestarted',
      severity: 'ticket',
      // the counter exists from the pod's first second and starts at 0 for a new pod, so only a container that restarted within its pod counts
      expr: `max by (pod) (increase(${selector(metrics.restarts.name, [
        ['namespace', '=', namespace],
        ['container', '=', gateway],
      ])}[${timing.patience}])) > 0`,
      namespace,
      workload: gateway,
      summary: '{{ $labels.pod }} was killed or crashed, and has restarted',
      description: 'Spans of traces that it had not decided on are lost: at most those of one decision wait. Its queue on the volume is sent.',
      dashboard: dashboards.cluster,
    }),
    alert(links, {
      name: 'CollectorQueueLost',
      severity: 'ticket',
      // the queue guard exits after each loss, and during the pod's life for no other reason, so its restarts count losses
      expr: `max by (pod) (increase(${selector(metrics.initRestarts.name, [
        ['namespace', '=', namespace],
        ['container', '=', queueGuard],
      ])}[${timing.patience}])) > 0`,
      namespace,
      workload: gateway,
      summary: '{{ $labels.pod }} continues without the queue that was on its volume',
      description:
        'The traces in that queue are lost. The file is set aside on the volume, or the volume is not writable; the log of the container queue-guard shows which.',
      dashboard: dashboards.cluster,
    }),
  ];
}
