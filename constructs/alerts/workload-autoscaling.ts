/** Alerts on workloads that cannot scale as their policy demands. */
import { durationOf, seconds } from '../../config/quantities';
import type { Matcher } from '../promql';
import type { AlertRule } from '../rule-group';
import { autoscalerSeries, deploymentSeries, recordedSeries } from '../scaling/series';
import { signalsOf } from '../scaling/signals';
import { alert } from './alert';
import type { AlertedWorkload } from './alerted';

export function autoscalingAlerts(workload: AlertedWorkload): readonly AlertRule[] {
  const { namespace, name, telemetry, timing, links, dashboards, policy } = workload;
  const { metrics } = telemetry;
  const about = { lasting: timing.patience, namespace, workload: name, dashboard: dashboards.scaling } as const;
  // without the labels of kube-state-metrics' own pod: a new pod would start the alert's waiting time again
  const autoscaler = (metric: string, more: readonly Matcher[] = []) => `max by (condition) (${autoscalerSeries(workload, metric, more)})`;
  return [
    ...(policy.minReplicas < policy.maxReplicas ? [atMaximum(workload)] : []),
    alert(links, {
      ...about,
      name: 'AutoscalerUnable',
      severity: 'page',
      expr: `${autoscaler(metrics.autoscalerCondition.name, [
        ['condition', '=~', 'ScalingActive|AbleToScale'],
        ['status', '=', 'false'],
      ])} == 1`,
      summary: `${name} cannot be scaled: {{ $labels.condition }} is false`,
      description: 'The controller has no usable metric, or may not change the Deployment. The number of replicas stays.',
    }),
    ...signalsOf(workload)
      // a signal whose cap is the autoscaler's maximum is covered by the alert on that maximum
      .filter(({ cap }) => cap < policy.maxReplicas)
      .map(({ name: signal, cap }) =>
        alert(links, {
          ...about,
          name: 'SignalAtCap',
          severity: 'ticket',
          labels: { signal },
          expr: cappedForAll(workload, signal, cap),
          summary: `${name}: the signal ${signal} asks for {{ $value }} replicas, and its cap is ${cap}`,
          description: 'The cap limits it, and no other signal asks for as many.',
        }),
      ),
  ];
}

/**
 * The source of all span signals and span alerts of a workload is dead. Evaluated only for a workload that was ready for two windows: evidence needs a whole window,
 * and until then its absence means that the workload has just started.
 */
export function spansMissing(workload: AlertedWorkload): AlertRule {
  const { namespace, name, timing, links, dashboards, telemetry } = workload;
  const ready = recordedSeries(workload, 'ready');
  const settled = durationOf(2 * seconds(telemetry.settings.window));
  return alert(links, {
    name: 'SpansMissing',
    severity: 'page',
    lasting: timing.sustained,
    expr: `min_over_time(${ready}[${settled}]) > 0\nand ${ready} offset ${settled} > 0\nunless on (namespace, deployment) ${recordedSeries(workload, 'spansAlive')}`,
    namespace,
    workload: name,
    summary: `${name}: its {{ $value }} ready pods send no heartbeats through the telemetry chain, or handle requests that do not arrive as spans`,
    description: 'Request rate, latency and errors are unknown: their alerts cannot fire, and the autoscaler does not scale in. Requests may be fine.',
    dashboard: dashboards.scaling,
  });
}

/** The autoscaler is at its maximum. There is no such alert where minimum and maximum are equal: then it always is. */
function atMaximum(workload: AlertedWorkload): AlertRule {
  const { namespace, name, telemetry, timing, links, dashboards, policy } = workload;
  return alert(links, {
    name: 'AutoscalerAtMaximum',
    severity: 'ticket',
    lasting: timing.patience,
    expr: `max(${autoscalerSeries(workload, telemetry.metrics.autoscalerDesired.name)}) >= ${policy.maxReplicas}`,
    namespace,
    workload: name,
    summary: `${name} runs at its maximum of ${policy.maxReplicas} replicas`,
    description: 'Even if the load grows, no pod is added. Raise the maximum if the node pool has room, or find the signal that asks for so many.',
    dashboard: dashboards.scaling,
  });
}

/** A signal asks for more than its cap, and for more than the autoscaler wants in total. If requests already bring forty pods, a CPU signal with a cap of twenty that asks for thirty is served. */
function cappedForAll(workload: AlertedWorkload, signal: string, cap: number): string {
  const asked = deploymentSeries(workload, `${workload.telemetry.recorded.uncappedPrefix}${signal}`);
  const wanted = `max(${autoscalerSeries(workload, workload.telemetry.metrics.autoscalerDesired.name)})`;
  return `${asked} > ${cap}\nunless on () (${wanted} >= on () ${asked})`;
}
