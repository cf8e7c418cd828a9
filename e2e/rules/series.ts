/** Input series of a rule test, as a collector, the kubelet and kube-state-metrics would expose them: counters and gauges, never answers. */
import { jobs, metrics, spanLabels } from '../../config/telemetry';

/** One value at each scrape; `undefined` is a scrape that brought nothing. */
export type Values = readonly (number | undefined)[];

/** A series and its values, one at each step of {@link STEP_SECONDS}. */
export interface InputSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Values;
}

/** Scrape and evaluation interval of the tests, as shipped. */
export const STEP_SECONDS = 10;
/** Length of a test in steps: 45 minutes, longer than the error signal remembers. */
export const STEPS = 270;

/** A gauge that follows a function of the step. */
export function gauge(value: (step: number) => number | undefined): Values {
  return Array.from({ length: STEPS }, (_, step) => value(step));
}

/** A counter that grows by `perSecond(step)`; from `resets` it starts at zero again, as after a restart of its process. */
export function counter(perSecond: (step: number) => number, resets: readonly number[] = []): Values {
  let total = 0;
  return Array.from({ length: STEPS }, (_, step) => {
    total = resets.includes(step) ? 0 : total + perSecond(step) * STEP_SECONDS;
    return total;
  });
}

/** Nothing arrives between the two steps. */
export function without(values: Values, from: number, to: number = STEPS): Values {
  return values.map((value, step) => (step >= from && step < to ? undefined : value));
}

export const workload = { namespace: 'lyo-backend', deployment: 'backend' } as const;

/** Whether a gateway target answered its scrape. */
export function up(instance: string, values: Values): InputSeries {
  return { name: metrics.up.name, labels: { job: jobs.gateway, instance }, values };
}

export function ready(values: Values): InputSeries {
  return { name: metrics.readyReplicas.name, labels: { job: jobs.kubeStateMetrics, ...workload }, values };
}

/** Calls of one route as one gateway counts them. */
export function calls(instance: string, route: string, { values, error = false }: { readonly values: Values; readonly error?: boolean }): InputSeries {
  return { name: metrics.calls.name, labels: { ...span(instance, route), [spanLabels.status]: error ? spanLabels.error : 'STATUS_CODE_UNSET' }, values };
}

/** Calls of one route at or below a bound, as one gateway counts them. */
export function bucket(instance: string, route: string, { bound, values }: { readonly bound: string; readonly values: Values }): InputSeries {
  return { name: metrics.durationBucket.name, labels: { ...span(instance, route), le: bound }, values };
}

export function cpuUsage(pod: string, values: Values): InputSeries {
  return container(metrics.cpuUsage.name, pod, values);
}

export function workingSet(pod: string, values: Values): InputSeries {
  return container(metrics.workingSet.name, pod, values);
}

/** A gauge of one optimizer replica. */
export function optimizer(metric: 'forecast' | 'headroom' | 'validUntil', values: Values): InputSeries {
  const { namespace: target_namespace, deployment: target_deployment } = workload;
  return { name: metrics[metric].name, labels: { job: jobs.optimizer, instance: 'optimizer-0', target_namespace, target_deployment }, values };
}

/** Names as a ReplicaSet gives them. */
export function podName(index: number): string {
  return `backend-7d4b9c8f6d-${index.toString(36).padStart(5, 'x')}`;
}

function span(instance: string, route: string): Readonly<Record<string, string>> {
  return {
    job: jobs.gateway,
    instance,
    [spanLabels.namespace]: workload.namespace,
    [spanLabels.deployment]: workload.deployment,
    [spanLabels.kind]: spanLabels.server,
    [spanLabels.name]: route,
  };
}

function container(name: string, pod: string, values: Values): InputSeries {
  return { name, labels: { job: jobs.kubelet, namespace: workload.namespace, pod, container: workload.deployment, node: 'node-0' }, values };
}
