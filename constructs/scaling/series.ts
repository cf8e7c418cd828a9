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
 * SERVER spans of the workload: all calls without health routes, the failed ones among them, those whose latency counts and those whose latency does not, or the
 * heartbeat alone.
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

/** Replicas that the Deployment is to have. */
export function wantedReplicas(workload: ScaledWorkload): string {
  return deploymentSeries(workload, workload.telemetry.metrics.wantedReplicas.name);
}

/** Ready replicas as kube-state-metrics reports them. */
export function readyReplicas(workload: ScaledWorkload): string {
  return deploymentSeries(workload, workload.telemetry.metrics.readyReplicas.name);
}

/** Samples of the container that bears the workload's name, from whatever pods of its namespace have one: {@link ofPods} tells the workload's own. */
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
 * Of series with a label `pod` those of the workload's pods: of the pods with the label by which the Deployment itself selects them. A name says nothing: from 47
 * characters on Kubernetes cuts what comes before the last five of a pod's name, and pods of `backend-api` begin like those of `backend`. A pod that has
 * gone belongs to the workload for another W, as long as its rates last: what it did is not yet in the rates of others.
 */
export function ofPods(workload: ScaledWorkload, series: string): string {
  return `${series} and on (pod) last_over_time(${podState(workload, 'podLabels', [[shownNameLabel, '=', workload.name]])}${window(workload)})`;
}

/** A gauge of the optimizer for this workload, only while the gauge beside it says that it is still valid. */
export function validGauge({ namespace, name, telemetry }: ScaledWorkload, metric: 'forecast' | 'headroom'): string {
  const target: readonly Matcher[] = [
    ['target_namespace', '=', namespace],
    ['target_deployment', '=', name],
  ];
  const validUntil = selector(telemetry.metrics.validUntil.name, target);
  return `${selector(telemetry.metrics[metric].name, target)} and (${validUntil} > time())`;
}

/** Series about one Deployment, by the labels that every recorded series carries and by which kube-state-metrics names it. */
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

/** How many samples of a target fit in the window. */
export function scrapesInWindow({ telemetry }: ScaledWorkload): number {
  return Math.floor(seconds(telemetry.settings.window) / seconds(telemetry.settings.scrapeInterval));
}
