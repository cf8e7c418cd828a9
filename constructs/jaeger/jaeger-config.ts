/** Jaeger v2's configuration: that of an OpenTelemetry collector, with extensions that store and show traces. */
import type { Duration, Memory } from '../../config/quantities';
import type { TraceStorage } from '../../config/tracing';
import type { CollectorConfig, Components, Settings } from '../collector/collector-config';
import { memoryLimiter } from '../collector/memory';
import { largestBatch } from '../collector/self-telemetry';
import { storageBackend } from './storage';

/** `both` where only one process can open the storage (Badger). */
export type JaegerRole = 'both' | 'collector' | 'query';

export interface JaegerConfigProps {
  readonly role: JaegerRole;
  readonly storage: TraceStorage;
  readonly retention: Duration;
  /** Memory limit of Jaeger's container. */
  readonly memoryLimit: Memory;
  /** Folder of Badger's volume. @default - the mount path in the manifests */
  readonly folder?: string;
  /** Address on which all servers listen; Jaeger's default is localhost. */
  readonly host: string;
  readonly ports: {
    readonly otlpGrpc: number;
    readonly otlpHttp: number;
    readonly ui: number;
    readonly uiGrpc: number;
    readonly health: number;
    readonly selfMetrics: number;
  };
  /** Source of the Monitor tab: Prometheus' address, and the prefix of the span metrics' names. */
  readonly metrics: { readonly prometheus: string; readonly namespace: string };
  /** Path of the file with the user interface's settings. */
  readonly uiConfig: string;
  /** Sampling strategies for SDKs that request one: file, and port of the server. @default - none */
  readonly sampling?: { readonly file: string; readonly port: number };
}

const store = 'traces';
const monitor = 'monitor';

/** Settings of the user interface; the Monitor tab is off by default. */
export const uiSettings = { monitor: { menuEnabled: true }, dependencies: { menuEnabled: true }, archiveEnabled: false };

/** The sampling strategy for SDKs that request one: record everything. Collectors sample later, when the whole trace is known. */
export const samplingStrategies = { default_strategy: { type: 'probabilistic', param: 1 } };

export function jaegerConfig(props: JaegerConfigProps): CollectorConfig {
  const stores = props.role !== 'query';
  const shows = props.role !== 'collector';
  const extensions: Components = {
    healthcheckv2: { use_v2: true, http: { endpoint: `${props.host}:${props.ports.health}` } },
    jaeger_storage: storage(props),
    ...(shows ? { jaeger_query: query(props) } : {}),
    ...(stores && props.sampling !== undefined
      ? {
          remote_sampling: {
            file: { path: props.sampling.file },
            http: { endpoint: `${props.host}:${props.sampling.port}` },
            grpc: { endpoint: `${props.host}:${props.sampling.port + 1}` },
          },
        }
      : {}),
  };
  return {
    extensions,
    receivers: stores ? { otlp: otlp(props) } : { nop: {} },
    // spans that Jaeger refuses stay in the collectors' queue
    processors: stores ? { memory_limiter: memoryLimiter(props.memoryLimit) } : {},
    connectors: {},
    exporters: stores ? { jaeger_storage_exporter: { trace_storage: store } } : { nop: {} },
    service: {
      extensions: Object.keys(extensions),
      telemetry: telemetry(props),
      pipelines: {
        traces: stores
          ? { receivers: ['otlp'], processors: ['memory_limiter'], exporters: ['jaeger_storage_exporter'] }
          : { receivers: ['nop'], processors: [], exporters: ['nop'] },
      },
    },
  };
}

function otlp({ host, ports }: JaegerConfigProps): Settings {
  return {
    protocols: { grpc: { endpoint: `${host}:${ports.otlpGrpc}`, max_recv_msg_size_mib: largestBatch }, http: { endpoint: `${host}:${ports.otlpHttp}` } },
  };
}

function storage({ storage: chosen, retention, folder, metrics }: JaegerConfigProps): Settings {
  return {
    backends: { [store]: storageBackend(chosen, folder === undefined ? { retention } : { retention, folder }) },
    metric_backends: {
      [monitor]: {
        prometheus: {
          endpoint: metrics.prometheus,
          metric_namespace: metrics.namespace,
          // the tab shows every duration as milliseconds, so it reads the histogram that Prometheus records and not the collectors' in seconds
          latency_unit: 'ms',
          normalize_calls: true,
          normalize_duration: true,
        },
      },
    },
  };
}

function query({ host, ports, uiConfig }: JaegerConfigProps): Settings {
  return {
    storage: { traces: store, metrics: monitor },
    http: { endpoint: `${host}:${ports.ui}` },
    grpc: { endpoint: `${host}:${ports.uiGrpc}` },
    ui: { config_file: uiConfig },
    // clocks of nodes differ by less than this; without the adjustment a child span may seem to start before its parent
    max_clock_skew_adjust: '500ms',
  };
}

function telemetry({ host, ports, role }: JaegerConfigProps): Settings {
  return {
    resource: { 'service.name': role === 'both' ? 'jaeger' : `jaeger-${role}` },
    logs: { encoding: 'json', level: 'info' },
    metrics: { level: 'normal', readers: [{ pull: { exporter: { prometheus: { host, port: ports.selfMetrics } } } }] },
  };
}
