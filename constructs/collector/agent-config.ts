/** The agent tier: receives spans from applications, adds the identity of the sender, and routes all spans of a trace to the same gateway. */
import { mebibytes, type Memory } from '../../config/quantities';
import type { CollectorConfig, Components, ListenAddresses, Settings } from './collector-config';
import { memoryLimiter } from './memory';
import { healthExtension, otlpReceiver, selfTelemetry } from './self-telemetry';

export interface AgentConfigProps {
  readonly listen: ListenAddresses;
  readonly memoryLimit: Memory;
  /** Processors that identify the sender of a span; empty where the attributes of spans are trusted. */
  readonly identity: Components;
  readonly gateways: GatewayAddresses;
}

/** How agents find the gateways: by a DNS name that resolves to all of their addresses, or by a list. */
export type GatewayAddresses = {
  /** Number of gateways when all run. */
  readonly expected: number;
} & ({ readonly kind: 'dns'; readonly hostname: string; readonly port: number } | { readonly kind: 'static'; readonly addresses: readonly string[] });

export function agentConfig({ listen, memoryLimit, identity, gateways }: AgentConfigProps): CollectorConfig {
  return {
    extensions: healthExtension(listen),
    receivers: otlpReceiver(listen),
    processors: { memory_limiter: memoryLimiter(memoryLimit), ...identity },
    connectors: {},
    exporters: { load_balancing: routeByTrace(gateways, memoryLimit) },
    service: {
      extensions: ['health_check'],
      telemetry: selfTelemetry(listen),
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter', ...Object.keys(identity)], exporters: ['load_balancing'] },
      },
    },
  };
}

/** Size of the queue for one gateway, in spans. A span takes one to two kilobytes, and all queues together may take a quarter of the container's memory. 512 Mi and two gateways: 32,768. */
export function waitingSpans(memoryLimit: Memory, gateways: number): number {
  return Math.max(largestGathered, Math.floor((mebibytes(memoryLimit) * 1024 * waitingShare) / (kibibytesASpan * gateways)));
}

const waitingShare = 0.25;
const kibibytesASpan = 2;
/** Most spans of one batch. A batch must fit a queue even when all of its spans go to one gateway. */
const largestGathered = 4096;

/**
 * Sends all spans of a trace to the same gateway, chosen by trace id. Each gateway has its own queue and retries *behind* the router. The router itself never retries: it would
 * send the whole batch again, also the part that another gateway has already counted (docs/decisions/0060-a-queue-for-each-gateway.md).
 */
function routeByTrace(gateways: GatewayAddresses, memoryLimit: Memory): Settings {
  return {
    routing_key: 'traceID',
    protocol: {
      otlp: {
        // a slow gateway counts a batch before it answers: spans wait for the answer, because a second attempt would be counted twice
        timeout: '60s',
        tls: { insecure: true },
        sending_queue: { enabled: true, sizer: 'items', queue_size: waitingSpans(memoryLimit, gateways.expected), num_consumers: 4 },
        // no time limit while the gateway has an address: the queue's size is the limit
        retry_on_failure: { enabled: true, initial_interval: '200ms', max_interval: '5s', max_elapsed_time: '0s' },
      },
    },
    resolver:
      gateways.kind === 'dns'
        ? { dns: { hostname: gateways.hostname, port: String(gateways.port), interval: '2s', timeout: '1s' } }
        : { static: { hostnames: [...gateways.addresses] } },
    retry_on_failure: { enabled: false },
    // only makes batches: nothing waits here, because the queue behind the router accepts or refuses a batch at once
    sending_queue: {
      enabled: true,
      sizer: 'items',
      queue_size: 20_000,
      num_consumers: 4,
      batch: { flush_timeout: '200ms', min_size: 512, max_size: largestGathered },
    },
  };
}
