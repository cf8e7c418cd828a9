/** Input series of a rule test, as a collector, the kubelet and kube-state-metrics would expose them: counters and gauges, never answers. */
import { edgeLabels, jobs, metrics, spanLabels } from '../../config/telemetry';

/** One value at each scrape; `undefined` is a scrape that brought nothing, `stale` one that says that the series has ended. */
export type Values = readonly (number | 'stale' | undefined)[];

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

/** The label `app.kubernetes.io/name` of pods, as kube-state-metrics writes it. */
export const shownNameLabel = 'label_app_kubernetes_io_name';

export const workload = { namespace: 'lyo-backend', deployment: 'backend' } as const;

/** Whether a gateway target answered its scrape. */
export function up(instance: string, values: Values): InputSeries {
  return { name: metrics.up.name, labels: { job: jobs.gateway, instance }, values };
}

export function ready(values: Values): InputSeries {
  return { name: metrics.readyReplicas.name, labels: { job: jobs.kubeStateMetrics, ...workload }, values };
}

/** Replicas that the autoscaler has set. */
export function wanted(values: Values): InputSeries {
  return { name: metrics.wantedReplicas.name, labels: { job: jobs.kubeStateMetrics, ...workload }, values };
}

/** Series of kube-state-metrics about a pod while it exists, with the time since which it is ready. */
export function podState(
  pod: string,
  {
    exists,
    started,
    readySince,
    owner = workload.deployment,
  }: { readonly exists: Values; readonly started: Values; readonly readySince: Values; readonly owner?: string },
): readonly InputSeries[] {
  const about = { job: jobs.kubeStateMetrics, namespace: workload.namespace, pod, uid: `uid-of-${pod}` };
  return [
    { name: metrics.podLabels.name, labels: { ...about, [shownNameLabel]: owner }, values: exists },
    { name: metrics.containerStarted.name, labels: { ...about, container: owner }, values: started },
    { name: metrics.podReadySince.name, labels: about, values: readySince },
  ];
}

/** Calls of one route as one gateway counts them. */
export function calls(instance: string, route: string, { values, error = false }: { readonly values: Values; readonly error?: boolean }): InputSeries {
  return { name: metrics.calls.name, labels: { ...spanOf(instance, route), [spanLabels.status]: error ? spanLabels.error : 'STATUS_CODE_UNSET' }, values };
}

/** Calls of one route at or below a bound, as one gateway counts them. */
export function bucket(instance: string, route: string, { bound, values }: { readonly bound: string; readonly values: Values }): InputSeries {
  return { name: metrics.durationBucket.name, labels: { ...spanOf(instance, route), le: bound }, values };
}

/** Seconds spent in calls of one route, as one gateway adds them up. */
export function durationSum(instance: string, route: string, values: Values): InputSeries {
  return { name: metrics.durationSum.name, labels: spanOf(instance, route), values };
}

/** An edge from the workload, or from another client, as one gateway counts it. */
export function edge(
  instance: string,
  metric: 'edgeClientSum' | 'edgeFailures',
  { values, client = workload.deployment, server = 'shop' }: { readonly values: Values; readonly client?: string; readonly server?: string },
): InputSeries {
  return { name: metrics[metric].name, labels: { job: jobs.gateway, instance, [edgeLabels.client]: client, [edgeLabels.server]: server }, values };
}

export function cpuUsage(pod: string, values: Values): InputSeries {
  return container(metrics.cpuUsage.name, pod, values);
}

export function workingSet(pod: string, values: Values): InputSeries {
  return container(metrics.workingSet.name, pod, values);
}

/** A gauge of one optimizer replica. */
export function optimizer(metric: 'forecast' | 'headroom' | 'validUntil', values: Values, instance = 'optimizer-0'): InputSeries {
  const { namespace: target_namespace, deployment: target_deployment } = workload;
  return { name: metrics[metric].name, labels: { job: jobs.optimizer, instance, target_namespace, target_deployment }, values };
}

type Labels = Readonly<Record<string, string>>;

const strayPod = 'backend-7d4b9c8f6d-other';

/** Pods that must not count: with the workload's label in another namespace, of another workload with a similar name, and one of the workload without a container of its name. */
function foreignPods(): readonly InputSeries[] {
  const about = { job: jobs.kubeStateMetrics, namespace: workload.namespace };
  const owners: readonly Labels[] = [
    { ...about, pod: strayPod, [shownNameLabel]: workload.deployment },
    { ...about, namespace: 'other', pod: strayPod, [shownNameLabel]: workload.deployment },
    { ...about, pod: 'backend-api-7d4b9c8f6d-abcde', [shownNameLabel]: 'backend-api' },
    // a pod without the label has none here either
    { ...about, pod: 'backend-0' },
    { ...about, job: 'somebody', pod: 'backend-0', [shownNameLabel]: workload.deployment },
  ];
  return owners.map((labels) => ({ name: metrics.podLabels.name, labels, values: gauge(() => 1) }));
}

/**
 * Similar series of others: another workload whose name begins the same, another namespace, CLIENT spans, a sidecar, another source of container
 * metrics, another scrape job, another target's forecast. A rule that uses any of them has a wrong result.
 */
export function foreignSeries(): readonly InputSeries[] {
  const much = counter(() => 5000);
  const span = (labels: Labels): InputSeries => ({
    name: metrics.calls.name,
    labels: { ...spanOf('gateway-0', 'GET /items'), [spanLabels.status]: spanLabels.error, ...labels },
    values: much,
  });
  const slow = (labels: Labels): InputSeries => ({
    name: metrics.durationBucket.name,
    labels: { ...spanOf('gateway-0', 'GET /items'), le: '+Inf', ...labels },
    values: much,
  });
  const strangers: readonly Labels[] = [
    { [spanLabels.kind]: 'SPAN_KIND_CLIENT' },
    { [spanLabels.namespace]: 'other' },
    { [spanLabels.deployment]: 'backend-api' },
  ];
  const containers: readonly Labels[] = [
    { pod: 'backend-api-7d4b9c8f6d-abcde' },
    { namespace: 'other' },
    { container: 'sidecar' },
    { job: 'cadvisor' },
    { pod: 'backend-0' },
  ];
  return [
    ...strangers.flatMap((labels) => [span(labels), slow(labels)]),
    edge('gateway-0', 'edgeClientSum', { values: much, client: 'backend-api' }),
    edge('gateway-0', 'edgeFailures', { values: much, client: 'backend-api' }),
    // the time of an edge to the workload belongs to its caller
    edge('gateway-0', 'edgeClientSum', { values: much, client: 'shop', server: 'backend' }),
    ...containers.flatMap((labels) => {
      const all = { ...containerOf(strayPod), ...labels };
      return [
        { name: metrics.cpuUsage.name, labels: all, values: counter(() => 50) },
        { name: metrics.workingSet.name, labels: all, values: gauge(() => 64 * 2 ** 30) },
      ];
    }),
    ...foreignPods(),
    { name: metrics.up.name, labels: { job: 'somebody', instance: 'down' }, values: gauge(() => 0) },
    { name: metrics.readyReplicas.name, labels: { job: jobs.kubeStateMetrics, namespace: 'other', deployment: 'backend' }, values: gauge(() => 500) },
    {
      name: metrics.readyReplicas.name,
      labels: { job: jobs.kubeStateMetrics, namespace: workload.namespace, deployment: 'backend-api' },
      values: gauge(() => 500),
    },
    {
      name: metrics.wantedReplicas.name,
      labels: { job: jobs.kubeStateMetrics, namespace: workload.namespace, deployment: 'backend-api' },
      values: gauge(() => 500),
    },
    ...(['forecast', 'headroom', 'validUntil'] as const).map((metric) => ({
      name: metrics[metric].name,
      labels: { job: jobs.optimizer, instance: 'optimizer-0', target_namespace: workload.namespace, target_deployment: 'backend-api' },
      values: gauge(() => (metric === 'validUntil' ? 99_999 : metric === 'forecast' ? 45 : 0.5)),
    })),
  ];
}

/** Names as a ReplicaSet gives them. */
export function podName(index: number): string {
  return `backend-7d4b9c8f6d-${index.toString(36).padStart(5, 'x')}`;
}

function spanOf(instance: string, route: string): Readonly<Record<string, string>> {
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
  return { name, labels: containerOf(pod), values };
}

function containerOf(pod: string): Readonly<Record<string, string>> {
  return { job: jobs.kubelet, namespace: workload.namespace, pod, container: workload.deployment, node: 'node-0' };
}
