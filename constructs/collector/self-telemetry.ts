/** Metrics and logs of a collector about itself. Metric names depend on the reader's settings, so this file and the alerts take them from the telemetry contract. */
import type { Components, ListenAddresses, Settings } from './collector-config';

/**
 * `service.telemetry`: a Prometheus reader with the suffixes that config/metrics/collector.ts names, and logs as JSON.
 * @param logFile file to which the log is also written
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
 * The OTLP receiver. It closes gRPC connections from time to time, and HTTP connections after each request. A pod that kept its connection would send to the same agent
 * for as long as both run, and a new agent would get no load. Pods send a batch per second, so this costs each pod one connection per second inside the cluster.
 */
export function otlpReceiver({ grpc, http }: ListenAddresses): Components {
  return {
    otlp: {
      protocols: {
        grpc: {
          endpoint: grpc,
          // a batch of thousands of spans with long statements exceeds gRPC's default of 4 MiB, and a batch that is too large is dropped
          max_recv_msg_size_mib: largestBatch,
          keepalive: { server_parameters: { max_connection_age: '5m', max_connection_age_grace: '30s' } },
        },
        http: { endpoint: http, keep_alives_enabled: false },
      },
    },
  };
}

/** Largest batch over gRPC in mebibytes: 4,096 spans of 16 KiB. */
export const largestBatch = 64;
