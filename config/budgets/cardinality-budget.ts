/** The cardinality budget: how many series Prometheus must keep, and the memory and disk that they need. */
import type { Environment } from '../environment';
import { guardedWorkloads, versionsCounted } from '../guarded-workloads';
import { latencyBounds } from '../metrics/latency-bounds';
import { mostPods } from '../most-pods';
import { bytes, seconds } from '../quantities';
import { keyMetricsOf, keyRanks } from '../tuned-metrics';
import { isScaled, webWorkloads, type Workload } from '../workload';
import { monitorInterval, type TelemetrySettings } from '../telemetry-settings';

/** Series of one producer. */
export interface SeriesShare {
  readonly of: 'operations' | 'sampled operations' | 'operations in ms' | 'steps' | 'edges' | 'versions' | 'keys' | 'pods' | 'nodes' | 'components' | 'rules';
  readonly series: number;
  /** Seconds between two samples. @default - the scrape interval */
  readonly every?: number;
}

export interface CardinalityBudget {
  readonly shares: readonly SeriesShare[];
  readonly series: number;
  /** Bytes of the volume that the retention needs. */
  readonly storage: number;
  /** Bytes of memory for the series of the last hours. */
  readonly memory: number;
}

/** Bytes of one sample on disk: Prometheus' documentation says 1 to 2 on average (prometheus.io/docs/prometheus/latest/storage). */
const bytesPerSample = 2;
/** Bytes of one series in the head block, labels and two hours of samples included; 4 to 8 KiB are usual. */
const bytesPerSeries = 8 * 1024;
/** Status codes of a span: `Unset` or `Error`. No instrumentation here sets `Ok`. */
const statuses = 2;
/** Most callers and callees of one service together. */
const edgesPerService = 10;
/** Series of the kubelet and kube-state-metrics about one pod, about one node, and of one component about itself (observed, rounded up). */
const seriesPerPod = 30;
const seriesPerNode = 60;
const seriesPerComponent = 400;
/** Recorded series and alerts of one workload. */
const rulesPerWorkload = 200;
const platformPods = 40;
const components = 12;

/** Label combinations that a collector counts separately for one service: one limit for requests, and the same for other spans. Those beyond the limit share one series. 100 operations: 200. */
export function operationLimit({ operationsPerService }: Pick<TelemetrySettings, 'operationsPerService'>): number {
  return operationsPerService * statuses;
}

/** Series of one histogram: its buckets, the `+Inf` bucket, sum and count. 16 bounds: 19. */
export function histogramSeries(bounds: number): number {
  return bounds + 3;
}

/** Every gateway has its own series, because each counts the traces that it receives. */
export function gatewaysOf({ tracing: { collectors } }: Pick<Environment, 'tracing'>): number {
  return collectors.layout === 'single' ? 1 : collectors.gateways;
}

type Priced = Pick<Environment, 'telemetry' | 'tracing' | 'workloads' | 'nodePool'> & Partial<Pick<Environment, 'alerting' | 'optimizer'>>;

/** The most series that the configuration allows: operations at their limit, pods and nodes at their maximum. */
export function cardinalityBudget(environment: Priced): CardinalityBudget {
  const { telemetry, workloads, nodePool } = environment;
  const gateways = gatewaysOf(environment);
  const bounds = latencyBounds(environment).length;
  const histogram = histogramSeries(bounds);
  const services = webWorkloads({ workloads }).length;
  // a worker or a task serves no requests, but it has spans of its steps and edges to the services that it calls
  const callers = services + workloads.filter(({ kind, instrumentation }) => kind !== 'web' && instrumentation !== 'none').length;
  const limit = operationLimit(telemetry) * gateways;
  const combinations = services * limit;
  const operations = combinations * (histogram + 1);
  const pods = workloads.reduce((sum, workload) => sum + podsAtMost(workload), platformPods);
  const keys = keySeries(environment);
  const guarded = guardedWorkloads(environment).length;
  const shares: readonly SeriesShare[] = [
    { of: 'operations', series: operations },
    { of: 'sampled operations', series: operations },
    // calls to other services and the application's own steps: a counter, and a histogram of one bound (two buckets, sum and count)
    { of: 'steps', series: callers * limit * (1 + histogramSeries(1)) },
    // for the Monitor tab: buckets alone, without sum and count
    { of: 'operations in ms', series: combinations * (bounds + 1), every: seconds(monitorInterval(telemetry)) },
    // requests, failures, and the duration as client and server see it
    { of: 'edges', series: callers * edgesPerService * (2 + 2 * histogram) * gateways },
    // for each status a counter and a histogram of one bound (two buckets, sum and count), and three recorded series
    ...(guarded === 0 ? [] : [{ of: 'versions' as const, series: guarded * versionsCounted * (statuses * (1 + histogramSeries(1)) * gateways + 3) }]),
    ...(keys === 0 ? [] : [{ of: 'keys' as const, series: keys }]),
    { of: 'pods', series: pods * seriesPerPod },
    { of: 'nodes', series: nodePool.maxNodes * seriesPerNode },
    { of: 'components', series: components * seriesPerComponent },
    { of: 'rules', series: workloads.length * rulesPerWorkload },
  ];
  const series = shares.reduce((sum, share) => sum + share.series, 0);
  const samplesASecond = shares.reduce((sum, { series: own, every = seconds(telemetry.scrapeInterval) }) => sum + own / every, 0);
  const samples = samplesASecond * seconds(telemetry.retention);
  return { shares, series, storage: samples * bytesPerSample, memory: series * bytesPerSeries };
}

function podsAtMost(workload: Workload): number {
  return isScaled(workload) ? workload.scaling.maxReplicas : mostPods(workload);
}

/** Of the keys that are read most: each pod tells its own. */
function keySeries({ workloads, optimizer }: Pick<Priced, 'workloads' | 'optimizer'>): number {
  const kept = keyMetricsOf(optimizer ?? {});
  return workloads.reduce((sum, workload) => sum + (kept.get(workload.name)?.length ?? 0) * keyRanks * podsAtMost(workload), 0);
}

/** Share of Prometheus' volume that samples may fill; the rest is for the write-ahead log and compaction. */
export const usableStorage = 0.8;
/** Share of Prometheus' memory request that series may take; the rest is for queries. */
export const usableMemory = 0.7;

export function fitsStorage(budget: CardinalityBudget, storage: `${number}Mi`): boolean {
  return budget.storage <= usableStorage * bytes(storage);
}

export function fitsMemory(budget: CardinalityBudget, request: `${number}Mi`): boolean {
  return budget.memory <= usableMemory * bytes(request);
}
