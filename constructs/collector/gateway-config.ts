/** The gateway tier: counts every span, then decides which traces are kept, and sends those through a queue that survives a restart. */
import type { Duration, Memory } from '../../config/quantities';
import type { CollectorConfig, Components, ListenAddresses, Settings } from './collector-config';
import { memoryLimiter } from './memory';
import { healthExtension, otlpReceiver, selfTelemetry } from './self-telemetry';
import {
  kindFilters,
  overflowLabels,
  serviceGraph,
  spanMetrics,
  versionFilter,
  versionMetrics,
  type ServiceGraphProps,
  type SpanMetricsProps,
  type VersionMetricsProps,
} from './span-metrics';
import { spanShape } from './span-shape';
import { tailSampling, type TailSamplingProps } from './tail-sampling';

export interface GatewayConfigProps {
  readonly listen: ListenAddresses & { readonly spanMetrics: string };
  readonly memoryLimit: Memory;
  /** Processors that identify the sender of a span, where applications send directly to the gateway; empty behind agents. */
  readonly identity: Components;
  readonly metrics: Omit<SpanMetricsProps, 'exemplars' | 'namespace'>;
  /** Services whose requests are counted by version too. @default - none */
  readonly versions?: VersionMetricsProps;
  /** Time between two flushes of the sampled metrics. Longer than the scrape interval, because each flush discards the exemplars of the one before. */
  readonly exemplarInterval: Duration;
  /** Prefixes of the names of the metrics of all spans and of sampled spans, with dots. */
  readonly namespaces: { readonly all: string; readonly sampled: string };
  readonly graph: Omit<ServiceGraphProps, 'buckets' | 'flushInterval'>;
  readonly sampling: TailSamplingProps;
  /** Address at which Jaeger receives OTLP over gRPC, `host:port`. */
  readonly traces: string;
  /** Folder of the queue; it must exist. */
  readonly queueFolder: string;
  /** File to which the log is also written. @default - only standard error */
  readonly startLog?: string;
}

export function gatewayConfig(props: GatewayConfigProps): CollectorConfig {
  return props.versions === undefined ? unversioned(props) : withVersions(unversioned(props), props.versions, props.metrics.flushInterval);
}

/** Adds a pipeline that counts requests by version, from the same spans. */
function withVersions(config: CollectorConfig, versions: VersionMetricsProps, flushInterval: Duration): CollectorConfig {
  const { processors, connectors, service } = config;
  const { 'traces/measured': measured, ...pipelines } = service.pipelines;
  if (measured === undefined) throw new Error('there must be a pipeline traces/measured');
  return {
    ...config,
    processors: { ...processors, 'filter/versions': versionFilter(versions) },
    connectors: { ...connectors, 'span_metrics/versions': versionMetrics(versions, flushInterval), 'forward/versions': {} },
    service: {
      ...service,
      pipelines: {
        'traces/measured': { ...measured, exporters: [...measured.exporters, 'forward/versions'] },
        ...pipelines,
        'traces/versions': { receivers: ['forward/versions'], processors: ['filter/versions'], exporters: ['span_metrics/versions'] },
        'metrics/versions': { receivers: ['span_metrics/versions'], processors: ['transform/own-labels'], exporters: ['prometheus'] },
      },
    },
  };
}

function unversioned(props: GatewayConfigProps): CollectorConfig {
  const { listen, memoryLimit, identity, metrics, namespaces, graph, sampling } = props;
  return {
    extensions: { ...healthExtension(listen), 'file_storage/queue': queueStorage(props.queueFolder) },
    receivers: otlpReceiver(listen),
    processors: {
      memory_limiter: memoryLimiter(memoryLimit),
      ...identity,
      ...spanShape,
      tail_sampling: tailSampling(sampling),
      ...kindFilters,
      ...overflowLabels(metrics.dimensions),
      'transform/own-labels': ownLabels,
      'batch/stored': gathered,
    },
    connectors: {
      'span_metrics/requests': spanMetrics({ ...metrics, namespace: namespaces.all, exemplars: false }),
      // for calls and steps, count and mean duration are enough, so one bound; quantiles of calls are in the service graph
      'span_metrics/steps': spanMetrics({ ...metrics, buckets: metrics.buckets.slice(-1), namespace: namespaces.all, exemplars: false }),
      // only sampled spans have exemplars: those of all spans would point to traces that sampling dropped
      'span_metrics/sampled': spanMetrics({ ...metrics, namespace: namespaces.sampled, flushInterval: props.exemplarInterval, exemplars: true }),
      service_graph: serviceGraph({ ...graph, buckets: metrics.buckets, flushInterval: metrics.flushInterval }),
      'forward/requests': {},
      'forward/steps': {},
      'forward/measured': {},
      'forward/stored': {},
      'forward/kept': {},
    },
    exporters: { prometheus: scraped(listen.spanMetrics), 'otlp_grpc/jaeger': toJaeger(props.traces) },
    service: {
      extensions: ['health_check', 'file_storage/queue'],
      telemetry: selfTelemetry(listen, props.startLog),
      pipelines: {
        'traces/measured': {
          receivers: ['otlp'],
          processors: ['memory_limiter', ...Object.keys(identity), ...Object.keys(spanShape)],
          exporters: ['service_graph', 'forward/requests', 'forward/steps', 'forward/measured'],
        },
        'traces/requests': { receivers: ['forward/requests'], processors: ['filter/requests'], exporters: ['span_metrics/requests'] },
        'traces/steps': { receivers: ['forward/steps'], processors: ['filter/steps'], exporters: ['span_metrics/steps'] },
        'traces/sampled': {
          receivers: ['forward/measured'],
          processors: ['tail_sampling'],
          exporters: ['forward/stored', 'forward/kept'],
        },
        'traces/stored': { receivers: ['forward/stored'], processors: ['batch/stored'], exporters: ['otlp_grpc/jaeger'] },
        'traces/kept': { receivers: ['forward/kept'], processors: ['filter/requests'], exporters: ['span_metrics/sampled'] },
        'metrics/requests': {
          receivers: ['span_metrics/requests', 'span_metrics/sampled'],
          processors: ['transform/requests-overflow', 'transform/own-labels'],
          exporters: ['prometheus'],
        },
        'metrics/steps': { receivers: ['span_metrics/steps'], processors: ['transform/steps-overflow', 'transform/own-labels'], exporters: ['prometheus'] },
        'metrics/edges': { receivers: ['service_graph'], processors: ['transform/own-labels'], exporters: ['prometheus'] },
      },
    },
  };
}

/**
 * The resource of a connector's metrics is that of the first pod whose spans it saw. As `job` and `instance` it would collide with the labels of the scrape and name a pod that has
 * nothing to do with the series. The dimensions identify the workload.
 */
const ownLabels: Settings = {
  error_mode: 'ignore',
  metric_statements: [{ context: 'resource', statements: ['delete_matching_keys(resource.attributes, ".*")'] }],
};

function scraped(endpoint: string): Settings {
  return {
    endpoint,
    // only the OpenMetrics format has exemplars
    enable_open_metrics: true,
    // the dimensions are labels already; resource attributes as labels would make one series per pod
    resource_to_telemetry_conversion: { enabled: false },
    // each flush renews a series; a series that was not flushed for a day belongs to a service that no longer exists
    metric_expiration: '24h',
    without_scope_info: true,
  };
}

function queueStorage(directory: string): Settings {
  return {
    directory,
    // the queue guard creates the folder or a link; a folder created here would stand in the link's place
    create_directory: false,
    timeout: '5s',
    // a crash must not lose spans that were acknowledged
    fsync: true,
    compaction: { on_start: true, on_rebound: true, directory },
  };
}

/**
 * Collects sampled traces into batches for the queue. The sampler releases each trace on its own, and the queue syncs each item to the disk three times: a gateway would wait
 * for its disk a thousand times per second, and counting would wait too. So the traces of half a second are written together. A gateway that is killed loses them, besides the
 * far larger number of traces that were still undecided.
 */
const gathered: Settings = { timeout: '500ms', send_batch_size: 2048, send_batch_max_size: 8192 };

/** Exporter of sampled spans to Jaeger. Batches stay in the queue on the volume until Jaeger has accepted them. */
function toJaeger(endpoint: string): Settings {
  return {
    endpoint,
    tls: { insecure: true },
    timeout: '10s',
    // no time limit: the queue's size is the limit
    retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '15s', max_elapsed_time: '0s' },
    sending_queue: {
      enabled: true,
      storage: 'file_storage/queue',
      sizer: 'items',
      queue_size: 200_000,
      num_consumers: 4,
    },
  };
}
