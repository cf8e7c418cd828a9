/** A gateway whose addresses stay the same when it is restarted with other settings. It has no store, so its queue keeps sampled traces. */
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
  /** Address of metrics from spans, `host:port`. */
  readonly spanMetrics: string;
  /** Address of its internal metrics, `host:port`. */
  readonly selfMetrics: string;
  /** Starts it; the previous one must have ended. */
  start(changes?: Parameters<typeof gateway>[1]): Promise<Running>;
  /** Starts it together with its sidecar, and restarts it a second after each end. */
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
