/** The gateway tier: counts every span, then decides which traces are kept, then sends those through a queue that survives a restart. */
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
  /** Processors that say who sent a span, where applications send to the gateway itself; empty behind agents. */
  readonly identity: Components;
  readonly metrics: Omit<SpanMetricsProps, 'exemplars' | 'namespace'>;
  /** Services whose requests are counted by version too. @default - none */
  readonly versions?: VersionMetricsProps;
  /** Time between two flushes of the sampled metrics; longer than between two scrapes, because a flush takes the exemplars of the one before away. */
  readonly exemplarInterval: Duration;
  /** Prefixes of the metrics of all spans and of sampled ones, with dots. */
  readonly namespaces: { readonly all: string; readonly sampled: string };
  readonly graph: Omit<ServiceGraphProps, 'buckets' | 'flushInterval'>;
  readonly sampling: TailSamplingProps;
  /** Where Jaeger takes OTLP over gRPC, `host:port`. */
  readonly traces: string;
  /** Folder of the queue; it exists. */
  readonly queueFolder: string;
  /** Where its log is written besides. @default - nowhere */
  readonly startLog?: string;
}

export function gatewayConfig(props: GatewayConfigProps): CollectorConfig {
  return props.versions === undefined ? unversioned(props) : withVersions(unversioned(props), props.versions, props.metrics.flushInterval);
}

/** A branch beside the others, from the same spans. */
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
      // of calls and steps people ask how many and how long, and the service graph has their quantiles
      'span_metrics/steps': spanMetrics({ ...metrics, buckets: metrics.buckets.slice(-1), namespace: namespaces.all, exemplars: false }),
      // exemplars of all spans would point to traces that sampling dropped
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
 * The connectors' resource is that of the first pod they saw; as `job` and `instance` it would collide with the scrape's own and name a pod that has nothing to
 * do with the series. Who it is about is in the dimensions.
 */
const ownLabels: Settings = {
  error_mode: 'ignore',
  metric_statements: [{ context: 'resource', statements: ['delete_matching_keys(resource.attributes, ".*")'] }],
};

function scraped(endpoint: string): Settings {
  return {
    endpoint,
    // exemplars exist in OpenMetrics alone
    enable_open_metrics: true,
    // the labels are dimensions already; resource attributes as labels would repeat them for each pod
    resource_to_telemetry_conversion: { enabled: false },
    // what a flush repeats stays; what has not been flushed for long belongs to a service that is gone
    metric_expiration: '24h',
    without_scope_info: true,
  };
}

function queueStorage(directory: string): Settings {
  return {
    directory,
    // who guards the queue makes it; a folder made here would be taken for it
    create_directory: false,
    timeout: '5s',
    // a crash must not lose what was acknowledged
    fsync: true,
    compaction: { on_start: true, on_rebound: true, directory },
  };
}

/**
 * The sampler releases each trace on its own, and the queue writes each of what it is given through to the disk, three times: a gateway would wait for its disk a
 * thousand times a second, and counting with it. What is decided within half a second is written at once. A gateway that is killed loses these, beside the far
 * larger number of those on which it has not decided.
 */
const gathered: Settings = { timeout: '500ms', send_batch_size: 2048, send_batch_max_size: 8192 };

/** Batches of sampled spans, kept on the volume until Jaeger has them. */
function toJaeger(endpoint: string): Settings {
  return {
    endpoint,
    tls: { insecure: true },
    timeout: '10s',
    // for ever: the queue's size is the limit
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
