/** Collectors of upstream components only, as a lower bound for the cost of the gateway: the rest is the cost of our own processing. */
import type { CollectorConfig, Components } from '../constructs/collector/collector-config';

export interface BoundAddresses {
  /** Addresses of OTLP over HTTP and of the health extension, `host:port`. */
  readonly http: string;
  readonly health: string;
}

const debug = { debug: { verbosity: 'basic' } };

/** Receives, batches and counts spans, and keeps nothing in memory. */
export function plainCollector({ http, health }: BoundAddresses): unknown {
  return {
    extensions: { health_check: { endpoint: health } },
    receivers: { otlp: { protocols: { http: { endpoint: http } } } },
    processors: { batch: {} },
    exporters: debug,
    service: {
      extensions: ['health_check'],
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['debug'] } },
    },
  };
}

/**
 * The smallest configuration that counts all spans, builds the service graph and samples whole traces, with the gateway's settings of each component: one span_metrics for all, no limit on names, no
 * separate limit for requests, no exemplars, no queue on disk, and no store that receives the traces.
 */
export function leastCollector({ receivers, extensions, processors, connectors, exporters, service }: CollectorConfig): unknown {
  return {
    extensions: only(extensions, ['health_check']),
    receivers,
    processors: only(processors, ['memory_limiter', 'tail_sampling']),
    connectors: only(connectors, ['span_metrics/requests', 'service_graph']),
    exporters: { ...only(exporters, ['prometheus']), ...debug },
    service: {
      extensions: ['health_check'],
      telemetry: service.telemetry,
      pipelines: {
        'traces/sampled': { receivers: ['otlp'], processors: ['memory_limiter', 'tail_sampling'], exporters: ['debug'] },
        'traces/counted': { receivers: ['otlp'], processors: ['memory_limiter'], exporters: ['span_metrics/requests', 'service_graph'] },
        metrics: { receivers: ['span_metrics/requests', 'service_graph'], exporters: ['prometheus'] },
      },
    },
  };
}

/** @throws Error if the gateway no longer has such a component */
function only(parts: Components, names: readonly string[]): Components {
  return Object.fromEntries(
    names.map((name) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`the gateway must have ${name}, has ${Object.keys(parts).join(', ')}`);
      return [name, part];
    }),
  );
}
