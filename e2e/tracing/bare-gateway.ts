/** A gateway at addresses that stay when it is started again with other settings, and with no storage behind it: its queue keeps what it samples. */
import { gateway } from '../../charts/collector-config';
import type { Environment } from '../../config/environment';
import { components } from '../../config/names';
import { freePort } from '../processes/free-ports';
import { startCollector } from '../processes/collector';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { startGatewayPod, type GatewayPod } from './gateway-pod';
import { listenAddresses, unguarded, variablesOf } from './loopback';

export interface GatewayPlace {
  /** OTLP over gRPC, `host:port`. */
  readonly grpc: string;
  /** OTLP over HTTP, with `http://`. */
  readonly http: string;
  /** Metrics made of spans, `host:port`. */
  readonly spanMetrics: string;
  /** Its metrics about itself, `host:port`. */
  readonly selfMetrics: string;
  /** Starts it there; the one before must have ended. */
  start(changes?: Parameters<typeof gateway>[1]): Promise<Running>;
  /** The same with what stands beside it in its pod, and started again by itself, a second after each end. */
  startPod(pod: Pick<GatewayPod, 'queueFolder' | 'before'>): Promise<Running>;
}

const host = '127.0.0.1';

export async function gatewayPlace(processes: ProcessGroup, environment: Environment, name: string): Promise<GatewayPlace> {
  const listen = { ...(await listenAddresses()), spanMetrics: `${host}:${await freePort()}` };
  const nowhere = await freePort();
  const config = (changes: Parameters<typeof gateway>[1]) => gateway(environment, { listen, identity: {}, traces: `${host}:${nowhere}`, ...changes });
  return {
    grpc: listen.grpc,
    http: `http://${listen.http}`,
    spanMetrics: listen.spanMetrics,
    selfMetrics: `${host}:${listen.selfMetrics.port}`,
    start: async (changes = {}) =>
      startCollector({
        processes,
        name,
        config: config({ ...unguarded(processes, name), ...changes }),
        health: listen.health,
        environment: variablesOf(environment, components.collectorGateway),
      }),
    startPod: async (pod) => startGatewayPod({ processes, name, config, health: listen.health, ...pod }),
  };
}
