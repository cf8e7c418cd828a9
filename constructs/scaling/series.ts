/** Selectors of the series that belong to one workload. */
import { seconds } from '../../config/quantities';
import { shownNameLabel } from '../labels';
import { selector, type Matcher } from '../promql';
import type { ScaledWorkload } from './scaled-workload';

export type SpanSelection = 'calls' | 'errors' | 'judged' | 'unjudged' | 'heartbeat';

/** Range of rates and quantiles, as PromQL writes it: `[60s]`. */
export function window({ telemetry }: ScaledWorkload): string {
  return `[${telemetry.settings.window}]`;
}

/**
 * SERVER spans of the workload, by selection: all calls without health routes, the failed calls, the calls that are judged by latency, those that are not, or only the
 * heartbeat.
 */
export function spans(workload: ScaledWorkload, metric: string, selection: SpanSelection, more: readonly Matcher[] = []): string {
  const { namespace, name, telemetry, unjudged } = workload;
  const { spanLabels: label, healthRoutes } = telemetry;
  const calls: Matcher = [label.name, '!~', healthRoutes.spanNames];
  const route: Readonly<Record<SpanSelection, readonly Matcher[]>> = {
    calls: [calls],
    judged: unjudged === undefined ? [calls] : [calls, [label.name, '!~', unjudged]],
    unjudged: [[label.name, '=~', unjudged ?? '']],
    errors: [calls, [label.status, '=', label.error]],
    heartbeat: [[label.name, '=', healthRoutes.heartbeatSpan]],
  };
  const own: readonly Matcher[] = [
    [label.namespace, '=', namespace],
    [label.deployment, '=', name],
    [label.kind, '=', label.server],
  ];
  return selector(metric, [...own, ...route[selection], ...more]);
}

/** Replicas in the Deployment's spec. */
export function wantedReplicas(workload: ScaledWorkload): string {
  return deploymentSeries(workload, workload.telemetry.metrics.wantedReplicas.name);
}

/** Ready replicas as kube-state-metrics reports them. */
export function readyReplicas(workload: ScaledWorkload): string {
  return deploymentSeries(workload, workload.telemetry.metrics.readyReplicas.name);
}

/** Samples of containers with the workload's name in any pod of its namespace; {@link ofPods} filters the workload's own pods. */
export function containers({ namespace, name, telemetry }: ScaledWorkload, metric: 'cpuUsage' | 'workingSet'): string {
  return selector(telemetry.metrics[metric].name, [
    ['job', '=', telemetry.jobs.kubelet],
    ['namespace', '=', namespace],
    ['container', '=', name],
  ]);
}

/** Series of kube-state-metrics about pods of the workload's namespace. */
export function podState(
  { namespace, telemetry }: ScaledWorkload,
  metric: 'podLabels' | 'containerStarted' | 'podReadySince',
  more: readonly Matcher[] = [],
): string {
  return selector(telemetry.metrics[metric].name, [['job', '=', telemetry.jobs.kubeStateMetrics], ['namespace', '=', namespace], ...more]);
}

/**
 * Filters series with a label `pod` to the workload's pods: those with the label by which the Deployment selects them. A pod's name is not enough: from 47
 * characters on Kubernetes truncates what comes before the last five, and names of pods of `backend-api` start like those of `backend`. A deleted pod still belongs to the
 * workload for W, as long as its rates last: its load is not yet in the rates of other pods.
 */
export function ofPods(workload: ScaledWorkload, series: string): string {
  return `${series} and on (pod) last_over_time(${podState(workload, 'podLabels', [[shownNameLabel, '=', workload.name]])}${window(workload)})`;
}

/** A gauge of the optimizer for this workload, only while its `valid_until` gauge is in the future. */
export function validGauge({ namespace, name, telemetry }: ScaledWorkload, metric: 'forecast' | 'headroom'): string {
  const target: readonly Matcher[] = [
    ['target_namespace', '=', namespace],
    ['target_deployment', '=', name],
  ];
  const validUntil = selector(telemetry.metrics.validUntil.name, target);
  return `${selector(telemetry.metrics[metric].name, target)} and (${validUntil} > time())`;
}

/** Series about one Deployment, by the labels `namespace` and `deployment` of recorded series and of kube-state-metrics. */
export function deploymentSeries({ namespace, name }: Pick<ScaledWorkload, 'namespace' | 'name'>, series: string, more: readonly Matcher[] = []): string {
  return selector(series, [['namespace', '=', namespace], ['deployment', '=', name], ...more]);
}

/** Series of kube-state-metrics about the workload's autoscaler. */
export function autoscalerSeries({ namespace, name }: Pick<ScaledWorkload, 'namespace' | 'name'>, series: string, more: readonly Matcher[] = []): string {
  return selector(series, [['namespace', '=', namespace], ['horizontalpodautoscaler', '=', name], ...more]);
}

/** A recorded series of the workload, by its key in the contract. */
export function recordedSeries(workload: ScaledWorkload, series: keyof ScaledWorkload['telemetry']['recorded'], more: readonly Matcher[] = []): string {
  return deploymentSeries(workload, workload.telemetry.recorded[series], more);
}

/** Number of samples of a target in W. */
export function scrapesInWindow({ telemetry }: ScaledWorkload): number {
  return Math.floor(seconds(telemetry.settings.window) / seconds(telemetry.settings.scrapeInterval));
}
