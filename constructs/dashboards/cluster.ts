/** Dashboard: nodes and pods, the telemetry chain itself, and the cost. */
import { sinceSuccess } from '../alerts/schedules';
import { selector } from '../promql';
import type { Telemetry } from '../scaling/telemetry';
import { rateInterval } from './chosen-workload';
import { lines, type Dashboard, type Panel } from './dashboard';

export interface ClusterDashboardProps {
  readonly uid: string;
  readonly telemetry: Telemetry;
  /** Why the cost is not known, for example `no price for c4-standard-4 in europe-west3`; `undefined` where it is known. */
  readonly unpriced: string | undefined;
  /** Of the list prices. */
  readonly currency: string;
  /** Whether the environment has scheduled workloads. */
  readonly schedules: boolean;
}

export function clusterDashboard({ uid, telemetry, unpriced, currency, schedules }: ClusterDashboardProps): Dashboard {
  return {
    uid,
    title: 'Cluster and cost',
    description:
      unpriced === undefined
        ? 'Nodes, pods, volumes, the tracing chain and list prices.'
        : `Nodes, pods, volumes and the tracing chain. Cost unknown: ${unpriced}.`,
    past: '6h',
    perWorkload: false,
    panels: [
      ...(unpriced === undefined ? [costPanel(telemetry, currency)] : []),
      ...nodes(telemetry),
      ...(schedules ? [schedulePanel(telemetry)] : []),
      ...chain(telemetry),
      ...storage(telemetry),
    ],
  };
}

function schedulePanel(telemetry: Telemetry): Panel {
  return lines('Since the last success', 'Time since a run of each schedule last ended well, or since it was made.', 'seconds', [
    { expr: `max by (cronjob) (${sinceSuccess(telemetry, [])})`, legend: '{{cronjob}}' },
  ]);
}

function costPanel({ recorded }: Telemetry, currency: string): Panel {
  const description = 'List prices an hour: nodes with their disks, and what is there without any. Traffic and logs are left to the invoice.';
  return lines('Cost', description, { currency }, [{ expr: `max by (currency) (${recorded.trendPrefix}cost_per_hour)`, legend: '{{currency}}' }]);
}

/** Panels about nodes. Each object counts once, however many pods of kube-state-metrics report it. */
function nodes({ metrics, recorded }: Telemetry): readonly Panel[] {
  const requested = (resource: string) => `sum(max by (namespace, pod, container) (${selector(metrics.podRequests.name, [['resource', '=', resource]])}))`;
  const allocatable = (resource: string) => `sum(max by (node) (${selector(metrics.nodeAllocatable.name, [['resource', '=', resource]])}))`;
  return [
    lines('Nodes', 'Nodes that are ready.', 'count', [{ expr: `max(${recorded.trendPrefix}nodes)`, legend: 'ready' }]),
    lines('CPU of nodes', 'Used, requested by pods, and what nodes have to give.', 'cores', [
      { expr: `sum(rate(${metrics.nodeCpuUsage.name}${rateInterval}))`, legend: 'used' },
      { expr: requested('cpu'), legend: 'requested' },
      { expr: allocatable('cpu'), legend: 'allocatable' },
    ]),
    lines('Memory of nodes', 'Working set, requested by pods, and what nodes have to give.', 'bytes', [
      { expr: `sum(${metrics.nodeWorkingSet.name})`, legend: 'used' },
      { expr: requested('memory'), legend: 'requested' },
      { expr: allocatable('memory'), legend: 'allocatable' },
    ]),
    lines('Pods by phase', 'Pending ones wait for a node.', 'count', [
      { expr: `sum by (phase) (max by (namespace, pod, phase) (${metrics.podPhase.name}))`, legend: '{{phase}}' },
    ]),
    lines('Restarts', 'Containers that were started again in the last hour.', 'count', [
      { expr: `sum by (namespace) (max by (namespace, pod, container) (increase(${metrics.restarts.name}[1h])))`, legend: '{{namespace}}' },
    ]),
  ];
}

function chain({ metrics, recorded, spanLabels }: Telemetry): readonly Panel[] {
  const rate = (metric: string) => `sum(rate(${metric}${rateInterval}))`;
  return [
    lines('Tracing chain by stage', '1 healthy, 0 not: agents, gateways, queues, storage, and the heartbeat of each workload.', 'bool', [
      { expr: `min by (stage, deployment) (${recorded.chainHealthy})`, legend: '{{stage}} {{deployment}}' },
    ]),
    lines('Spans', 'What collectors received, sent on, refused and lost.', 'spans/s', [
      { expr: rate(metrics.receivedSpans.name), legend: 'received' },
      { expr: rate(metrics.sentSpans.name), legend: 'sent' },
      { expr: `(${rate(metrics.refusedSpans.name)} or vector(0))`, legend: 'refused' },
      { expr: `(${rate(metrics.failedSpans.name)} or vector(0)) + (${rate(metrics.rejectedSpans.name)} or vector(0))`, legend: 'lost' },
    ]),
    {
      ...lines('Spans that are not counted', 'By cause and workload; and those of which the name met the limit of different operations.', 'count', [
        { expr: `max by (deployment, cause) (${recorded.uncountedSpans})`, legend: '{{deployment}} {{cause}}' },
        {
          expr: `sum by (${spanLabels.deployment}, ${spanLabels.kind}) (${selector(metrics.calls.name, [[spanLabels.overflow, '=', 'true']])})`,
          legend: `{{${spanLabels.deployment}}} {{${spanLabels.kind}}} under no name since the start`,
        },
      ]),
      emptyBecause: 'every span is counted',
    },
    lines('Queues of collectors', 'Share that is full. It fills while Jaeger does not answer.', 'share', [
      { expr: `max by (instance, exporter) (${metrics.queueSize.name} / ${metrics.queueCapacity.name})`, legend: '{{instance}}' },
    ]),
    lines('Memory of collectors', 'Resident memory.', 'bytes', [{ expr: `max by (instance) (${metrics.collectorMemory.name})`, legend: '{{instance}}' }]),
  ];
}

function storage({ metrics }: Telemetry): readonly Panel[] {
  return [
    lines('Series in Prometheus', 'What its memory follows.', 'count', [{ expr: `max(${metrics.headSeries.name})`, legend: 'series' }]),
    {
      ...lines('Volumes', 'Share that is used.', 'share', [
        {
          expr: `max by (namespace, persistentvolumeclaim) (1 - ${metrics.volumeAvailable.name} / ${metrics.volumeCapacity.name})`,
          legend: '{{persistentvolumeclaim}}',
        },
      ]),
      emptyBecause: 'only a kubelet with volumes knows',
    },
  ];
}
