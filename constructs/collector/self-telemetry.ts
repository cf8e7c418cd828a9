/** Metrics and logs of a collector about itself. Metric names depend on the reader's settings, so alerts and this file use one contract. */
import type { Components, ListenAddresses, Settings } from './collector-config';

/**
 * `service.telemetry`: a Prometheus reader with the suffixes that config/metrics/collector.ts names, and logs as JSON.
 * @param logFile where the log is written besides
 */
export function selfTelemetry({ selfMetrics }: ListenAddresses, logFile?: string): Settings {
  return {
    logs: { encoding: 'json', level: 'info', ...(logFile === undefined ? {} : { output_paths: ['stderr', logFile] }) },
    metrics: {
      level: 'normal',
      readers: [
        {
          pull: {
            exporter: {
              prometheus: { ...selfMetrics, without_scope_info: true, without_type_suffix: false, without_units: false },
            },
          },
        },
      ],
    },
  };
}

export function healthExtension({ health }: ListenAddresses): Components {
  return { health_check: { endpoint: health } };
}

/**
 * The OTLP receiver. Connections over gRPC are closed now and then, and over HTTP after each request: a pod that kept one would send to the agent that it found
 * first for as long as both live, and a new agent would get no load. A batch a second makes that one connection a second for each pod, inside the cluster.
 */
export function otlpReceiver({ grpc, http }: ListenAddresses): Components {
  return {
    otlp: {
      protocols: {
        grpc: {
          endpoint: grpc,
          // a batch of thousands of spans with long statements is larger than the 4 MiB of gRPC, and what is too large is dropped for good
          max_recv_msg_size_mib: largestBatch,
          keepalive: { server_parameters: { max_connection_age: '5m', max_connection_age_grace: '30s' } },
        },
        http: { endpoint: http, keep_alives_enabled: false },
      },
    },
  };
}

/** Mebibytes of the largest batch that is taken over gRPC: 4,096 spans of 16 KiB. */
export const largestBatch = 64;
