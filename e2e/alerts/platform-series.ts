/** Series of the platform's components, nodes and volumes, and recorded series of the scaling rules. */
import { guard } from '../../charts/collector-config';
import { components, namespaces } from '../../config/names';
import { servingSecretOf } from '../../config/serving-certificate';
import { signalSeries } from '../../config/signals';
import { jobs, metrics, recorded, spanLabels } from '../../config/telemetry';
import { counter, gatewayPod, gauge, workload, type Clock, type OverTime, type TimedSeries } from './timed-series';

/** Faults as functions of the second; without an entry the value is healthy. */
export interface Faults {
  /** Whether a target answers, by job; `undefined`: service discovery does not find it. */
  readonly up?: Readonly<Record<string, (now: number) => number | undefined>>;
  /** Ready pods of a component, by name. */
  readonly ready?: Readonly<Record<string, OverTime>>;
  readonly spansAlive?: (now: number) => number | undefined;
  /** Replicas that the autoscaler wants. */
  readonly desired?: OverTime;
  /** Whether the autoscaler is active. */
  readonly scalingActive?: OverTime;
  /** Replicas that a signal asks for before its cap. */
  readonly uncapped?: Readonly<Record<string, OverTime>>;
  /** Number of restarts of the gateway's container. */
  readonly restarts?: OverTime;
  /** Number of restarts of the container `queue-guard`. */
  readonly guardRestarts?: OverTime;
  /** For a pod of the platform: whether it is pending (`pending`), whether it restarts repeatedly (`crashing`), and whether its rollout is past the deadline (`stuck`). */
  readonly pending?: OverTime;
  readonly crashing?: (now: number) => number | undefined;
  readonly stuck?: OverTime;
  /** Requests in the gateway's queue of 1000. */
  readonly queue?: OverTime;
  /** Spans, edges or traces a second. */
  readonly refused?: OverTime;
  readonly failed?: OverTime;
  readonly rejected?: OverTime;
  readonly droppedEdges?: OverTime;
  readonly undecidedTraces?: OverTime;
  /** Spans a second that the limit on series counts without a name: of the workload's requests, of its other spans, and of requests of another workload. */
  readonly overflowing?: Readonly<Partial<Record<'requests' | 'steps' | 'strangers', OverTime>>>;
  /** Spans that the scaling rules found uncounted, by cause. */
  readonly uncounted?: Readonly<Record<string, (now: number) => number | undefined>>;
  /** Failures a second. */
  readonly ruleFailures?: OverTime;
  readonly iterationsMissed?: OverTime;
  /** Whether Prometheus has read its files. */
  readonly reloaded?: OverTime;
  readonly compactionFailures?: OverTime;
  readonly writeFailures?: OverTime;
  readonly corruptions?: OverTime;
  readonly notificationFailures?: OverTime;
  readonly deliveryFailures?: OverTime;
  readonly headSeries?: OverTime;
  /** Free share of Prometheus' volume. */
  readonly volumeLeft?: OverTime;
  /** Seconds since the adapter's certificate was renewed. */
  readonly certificateAge?: OverTime;
  /** Seconds for which the forecast is valid from now. */
  readonly validFor?: OverTime;
  /** Days until the node pool is full, as expected. */
  readonly daysLeft?: OverTime;
  /** 1 while an incident lasts. */
  readonly incident?: OverTime;
  /** Value of the application's own gauge in each of two pods. */
  readonly ordersWaiting?: OverTime;
}

const namespace = namespaces.observability;
const none: OverTime = () => 0;

/** Healthy values. */
const well = {
  up: {},
  ready: {},
  uncapped: {},
  spansAlive: () => 6,
  desired: () => 3,
  scalingActive: () => 1,
  restarts: none,
  guardRestarts: none,
  pending: none,
  crashing: () => undefined,
  stuck: none,
  queue: () => 20,
  refused: none,
  failed: none,
  rejected: none,
  droppedEdges: none,
  undecidedTraces: none,
  overflowing: {},
  uncounted: {},
  ruleFailures: none,
  iterationsMissed: none,
  reloaded: () => 1,
  compactionFailures: none,
  writeFailures: none,
  corruptions: none,
  notificationFailures: none,
  deliveryFailures: none,
  headSeries: () => 9000,
  volumeLeft: () => 0.4,
  certificateAge: () => 100 * 86_400,
  validFor: () => 45,
  daysLeft: () => 180,
  incident: none,
} satisfies Faults;
const volume = 20 * 2 ** 30;

export function platformSeries(changes: Faults, requests: OverTime, clock: Clock): readonly TimedSeries[] {
  const faults: Required<Omit<Faults, 'ordersWaiting'>> = { ...well, ...changes };
  const { uncapped, ready, up } = faults;
  const { ordersWaiting } = changes;
  const flat = (name: string, labels: Readonly<Record<string, string>>, value: (now: number) => number | undefined): TimedSeries => ({
    name,
    labels,
    values: gauge(value, clock),
  });
  const counting = (name: string, labels: Readonly<Record<string, string>>, perSecond: OverTime): TimedSeries => ({
    name,
    labels,
    values: counter(perSecond, clock),
  });
  const state = { job: jobs.kubeStateMetrics, instance: 'kube-state-metrics-5d9f7c6b8-abcde' };
  const gateway = { job: jobs.collectorSelf, instance: gatewayPod };
  const exporter = { ...gateway, exporter: 'otlp_grpc' };
  const autoscaler = { ...state, namespace: workload.namespace, horizontalpodautoscaler: workload.deployment };
  const claim = { job: jobs.kubeletSelf, node: 'node-0', namespace, persistentvolumeclaim: 'data-prometheus-0' };
  return [
    ...scraped.map(([job, instance]) => flat(metrics.up.name, { job, instance }, up[job] ?? (() => 1))),
    ...deployments.flatMap(([deployment, replicas]) => [
      flat(metrics.readyReplicas.name, { ...state, namespace, deployment }, ready[deployment] ?? (() => replicas)),
      flat(metrics.wantedReplicas.name, { ...state, namespace, deployment }, () => replicas),
    ]),
    ...statefulSets.flatMap((statefulset) => [
      flat(metrics.readyStatefulReplicas.name, { ...state, namespace, statefulset }, ready[statefulset] ?? (() => 1)),
      flat(metrics.wantedStatefulReplicas.name, { ...state, namespace, statefulset }, () => 1),
    ]),
    flat(metrics.autoscalerDesired.name, autoscaler, faults.desired),
    ...(['true', 'false'] as const).flatMap((status) => {
      const active = faults.scalingActive;
      return [
        flat(metrics.autoscalerCondition.name, { ...autoscaler, condition: 'ScalingActive', status }, (now) =>
          status === 'true' ? active(now) : 1 - active(now),
        ),
        flat(metrics.autoscalerCondition.name, { ...autoscaler, condition: 'AbleToScale', status }, () => (status === 'true' ? 1 : 0)),
      ];
    }),
    flat(metrics.leaseRenewed.name, { ...state, namespace, lease: servingSecretOf(components.prometheusAdapter) }, (now) => now - faults.certificateAge(now)),
    flat(metrics.restarts.name, { ...state, namespace, pod: gatewayPod, container: components.collectorGateway }, faults.restarts),
    flat(metrics.initRestarts.name, { ...state, namespace, pod: gatewayPod, container: guard }, faults.guardRestarts),
    flat(metrics.podPhase.name, { ...state, namespace, pod: 'grafana-5d9f7c6b8-abcde', phase: 'Pending' }, faults.pending),
    // kube-state-metrics has the series only while a container waits for that reason
    flat(
      metrics.waitingReason.name,
      { ...state, namespace, pod: 'grafana-5d9f7c6b8-abcde', container: 'grafana', reason: 'CrashLoopBackOff' },
      faults.crashing,
    ),
    flat(
      metrics.deploymentCondition.name,
      { ...state, namespace: workload.namespace, deployment: workload.deployment, condition: 'Progressing', status: 'false' },
      faults.stuck,
    ),
    ...(['node-0', 'node-1'] as const).map((node) => flat(metrics.nodeCondition.name, { ...state, node, condition: 'Ready', status: 'true' }, () => 1)),
    flat(metrics.queueSize.name, exporter, faults.queue),
    flat(metrics.queueCapacity.name, exporter, () => 1000),
    counting(metrics.refusedSpans.name, { ...gateway, receiver: 'otlp' }, faults.refused),
    counting(metrics.failedSpans.name, exporter, faults.failed),
    counting(metrics.rejectedSpans.name, exporter, faults.rejected),
    counting(metrics.droppedEdges.name, gateway, faults.droppedEdges),
    counting(metrics.undecidedTraces.name, gateway, faults.undecidedTraces),
    counting(metrics.ruleFailures.name, { job: jobs.prometheus, instance: 'prometheus-0', rule_group: 'rules.yaml;platform' }, faults.ruleFailures),
    counting(metrics.ruleIterationsMissed.name, { job: jobs.prometheus, instance: 'prometheus-0', rule_group: 'rules.yaml;platform' }, faults.iterationsMissed),
    flat(metrics.reloaded.name, { job: jobs.prometheus, instance: 'prometheus-0' }, faults.reloaded),
    counting(metrics.compactionFailures.name, { job: jobs.prometheus, instance: 'prometheus-0' }, faults.compactionFailures),
    counting(metrics.writeFailures.name, { job: jobs.prometheus, instance: 'prometheus-0' }, faults.writeFailures),
    counting(metrics.corruptions.name, { job: jobs.prometheus, instance: 'prometheus-0' }, faults.corruptions),
    counting(metrics.notificationFailures.name, { job: jobs.prometheus, alertmanager: 'http://alertmanager:9093' }, faults.notificationFailures),
    counting(metrics.deliveryFailures.name, { job: jobs.alertmanager, integration: 'slack' }, faults.deliveryFailures),
    flat(metrics.headSeries.name, { job: jobs.prometheus, instance: 'prometheus-0' }, faults.headSeries),
    flat(metrics.volumeAvailable.name, claim, (now) => volume * faults.volumeLeft(now)),
    flat(metrics.volumeCapacity.name, claim, () => volume),
    flat(
      metrics.validUntil.name,
      { job: jobs.optimizer, target_namespace: workload.namespace, target_deployment: workload.deployment },
      (now) => now + faults.validFor(now),
    ),
    flat(metrics.daysLeft.name, { job: jobs.optimizer, what: 'the node pool', bound: 'expected' }, faults.daysLeft),
    flat(metrics.daysLeft.name, { job: jobs.optimizer, what: 'the node pool', bound: 'earliest' }, () => 5),
    flat(
      metrics.incident.name,
      { job: jobs.optimizer, incident: 'backend-1', cause: 'redis answers badly (90 %)', unusual: 'latency of backend → redis' },
      faults.incident,
    ),
    flat(recorded.ready, workload, () => 3),
    flat(recorded.spansAlive, workload, faults.spansAlive),
    flat(recorded.requestRate, workload, requests),
    ...signalSeries.map((signal) => flat(`${recorded.uncappedPrefix}${signal}`, workload, uncapped[signal] ?? (() => 2))),
    ...Object.entries(faults.uncounted).map(([cause, value]) => flat(recorded.uncountedSpans, { ...workload, cause }, value)),
    ...Object.entries(faults.overflowing).map(([whose, perSecond]) => counting(metrics.calls.name, overflow(whose), perSecond)),
    ...(ordersWaiting === undefined
      ? []
      : ['a', 'b'].map((pod) =>
          flat('orders_waiting', { job: jobs.application, namespace: workload.namespace, workload: workload.deployment, pod }, ordersWaiting),
        )),
  ];
}

/** Labels with which a gateway counts spans beyond the limit on series. */
function overflow(whose: string): Readonly<Record<string, string>> {
  return {
    job: jobs.gateway,
    instance: gatewayPod,
    [spanLabels.namespace]: workload.namespace,
    [spanLabels.deployment]: whose === 'strangers' ? 'another' : workload.deployment,
    [spanLabels.overflow]: 'true',
    ...(whose === 'steps' ? {} : { [spanLabels.kind]: spanLabels.server }),
  };
}

/** Targets: job and instance. */
const scraped: readonly (readonly [job: string, instance: string])[] = [
  [jobs.gateway, gatewayPod],
  [jobs.collectorSelf, gatewayPod],
  [jobs.jaeger, 'jaeger-0'],
  [jobs.kubelet, 'node-0'],
  [jobs.kubeletSelf, 'node-0'],
  [jobs.kubeStateMetrics, 'kube-state-metrics-5d9f7c6b8-abcde'],
  [jobs.alertmanager, 'alertmanager-0'],
  [jobs.metricsAdapter, 'prometheus-adapter-6c8d5f7b9-abcde'],
  [jobs.grafana, 'grafana-5d9f7c6b8-abcde'],
  [jobs.optimizer, 'optimizer-7c9d8f5b4-abcde'],
  [jobs.prometheus, 'prometheus-0'],
];

const deployments: readonly (readonly [name: string, replicas: number])[] = [
  [components.prometheusAdapter, 2],
  [components.kubeStateMetrics, 1],
];
const statefulSets = [components.prometheus, components.alertmanager, components.collectorGateway, components.jaeger];
