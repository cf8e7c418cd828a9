/** What a collector tells about itself. Names depend on how its reader is set up, so alerts and this come from one contract. */
import type { Components, ListenAddresses, Settings } from './collector-config';

/** `service.telemetry`: a Prometheus reader with the suffixes that config/metrics/collector.ts names, and logs as JSON. */
export function selfTelemetry({ selfMetrics }: ListenAddresses): Settings {
  return {
    logs: { encoding: 'json', level: 'info' },
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

/** The OTLP receiver. Connections are closed now and then, so that a new agent gets its share of them. */
export function otlpReceiver({ grpc, http }: ListenAddresses): Components {
  return {
    otlp: {
      protocols: {
        grpc: { endpoint: grpc, keepalive: { server_parameters: { max_connection_age: '5m', max_connection_age_grace: '30s' } } },
        http: { endpoint: http },
      },
    },
  };
}
