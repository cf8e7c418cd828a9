/** The agent tier: takes spans from applications, says who sent them, and routes each trace to the gateway that sees all of it. */
import type { Memory } from '../../config/quantities';
import type { CollectorConfig, Components, ListenAddresses, Settings } from './collector-config';
import { memoryLimiter } from './memory';
import { healthExtension, otlpReceiver, selfTelemetry } from './self-telemetry';

export interface AgentConfigProps {
  readonly listen: ListenAddresses;
  readonly memoryLimit: Memory;
  /** Processors that say who sent a span; empty where spans already say it and are trusted. */
  readonly identity: Components;
  readonly gateways: GatewayAddresses;
}

/** Where gateways are: behind a name that resolves to all of their addresses, or listed. */
export type GatewayAddresses =
  { readonly kind: 'dns'; readonly hostname: string; readonly port: number } | { readonly kind: 'static'; readonly addresses: readonly string[] };

export function agentConfig({ listen, memoryLimit, identity, gateways }: AgentConfigProps): CollectorConfig {
  return {
    extensions: healthExtension(listen),
    receivers: otlpReceiver(listen),
    processors: { memory_limiter: memoryLimiter(memoryLimit), ...identity },
    connectors: {},
    exporters: { load_balancing: routeByTrace(gateways) },
    service: {
      extensions: ['health_check'],
      telemetry: selfTelemetry(listen),
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter', ...Object.keys(identity)], exporters: ['load_balancing'] },
      },
    },
  };
}

/**
 * How long a gateway that does not answer is tried before its spans go back to the router. The router sends a whole batch again, also the part that another
 * gateway has counted already, so it must not happen before the name stops resolving to the address (DNS keeps it for up to 30 s). A listed address never
 * leaves the list. In seconds.
 */
const patience = { dns: 35, static: 3600 } as const satisfies Record<GatewayAddresses['kind'], number>;

/** One gateway a trace, by its id. */
function routeByTrace(gateways: GatewayAddresses): Settings {
  return {
    routing_key: 'traceID',
    protocol: {
      otlp: {
        // an answer that comes later than this is taken for a failure, and its spans are counted twice
        timeout: '10s',
        tls: { insecure: true },
        sending_queue: { enabled: false },
        retry_on_failure: { enabled: true, initial_interval: '200ms', max_interval: '1s', max_elapsed_time: `${patience[gateways.kind]}s` },
      },
    },
    resolver:
      gateways.kind === 'dns'
        ? { dns: { hostname: gateways.hostname, port: String(gateways.port), interval: '2s', timeout: '1s' } }
        : { static: { hostnames: [...gateways.addresses] } },
    // the router's own limit of one attempt, 5 s unless stated, would end every gateway's
    timeout: `${patience[gateways.kind] + 5}s`,
    retry_on_failure: { enabled: true, initial_interval: '500ms', max_interval: '5s', max_elapsed_time: '5m' },
    // in spans, a kilobyte each; the batch goes out after a fifth of a second at the latest
    sending_queue: {
      enabled: true,
      sizer: 'items',
      queue_size: 100_000,
      num_consumers: 10,
      batch: { flush_timeout: '200ms', min_size: 512, max_size: 4096 },
    },
  };
}
