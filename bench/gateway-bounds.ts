/** Collectors of upstream's parts alone, beside which the gateway is measured: what is the collector's own in its cost, and what is ours. */
import type { CollectorConfig, Components } from '../constructs/collector/collector-config';

export interface BoundAddresses {
  /** OTLP over HTTP, and the health extension, `host:port`. */
  readonly http: string;
  readonly health: string;
}

const debug = { debug: { verbosity: 'basic' } };

/** Receives, batches and counts: it holds nothing. */
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
 * The least that can count all spans, draw edges and decide on whole traces, with the gateway's own settings of each: one span_metrics for all, no guard of names, no
 * limit apart for requests, no exemplars, nothing on a disk, and no receiver.
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

/** @throws Error when the gateway has no such part any more */
function only(parts: Components, names: readonly string[]): Components {
  return Object.fromEntries(
    names.map((name) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`the gateway must have ${name}, has ${Object.keys(parts).join(', ')}`);
      return [name, part];
    }),
  );
}
