/** A gateway at addresses that stay when it is started again with other settings, and with no storage behind it: its queue keeps what it samples. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gateway, guardArguments, guardFile } from '../../charts/collector-config';
import type { Environment } from '../../config/environment';
import { stringify } from 'yaml';
import { freePort } from '../processes/free-ports';
import { startCollector } from '../processes/collector';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { binaryOf } from '../toolchain/build';

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
  startPod(queueFolder: string): Promise<Running>;
}

const host = '127.0.0.1';

export async function gatewayPlace(processes: ProcessGroup, environment: Environment, name: string): Promise<GatewayPlace> {
  const [grpc, http, health, spanMetrics, self, nowhere] = await Promise.all(Array.from({ length: 6 }, async () => freePort()));
  const listen = {
    grpc: `${host}:${grpc}`,
    http: `${host}:${http}`,
    health: `${host}:${health}`,
    spanMetrics: `${host}:${spanMetrics}`,
    selfMetrics: { host, port: self ?? 0 },
  };
  const config = (queueFolder: string, changes: Parameters<typeof gateway>[1] = {}) =>
    gateway(environment, { listen, identity: {}, traces: `${host}:${nowhere}`, queueFolder, ...changes });
  return {
    grpc: listen.grpc,
    http: `http://${listen.http}`,
    spanMetrics: listen.spanMetrics,
    selfMetrics: `${host}:${self}`,
    start: async (changes) => startCollector({ processes, name, config: config(processes.scratchFolder(`${name}-queue`), changes), health: listen.health }),
    startPod: async (queueFolder) => {
      const file = join(processes.scratchFolder(`${name}-config`), 'config.yaml');
      await writeFile(file, stringify(config(queueFolder), { aliasDuplicateObjects: false }));
      // what the kubelet does: what is beside comes first, what ends is started again, here without growing waits
      const beside = ['sh', guardFile, ...guardArguments(queueFolder, health ?? 0)].join(' ');
      const script = `${beside} & sleep 1; while :; do ${binaryOf('otelcol')} --config=${file}; sleep 1; done`;
      return processes.start({ name, command: 'sh', args: ['-c', script], url: `http://${listen.health}`, readyPath: '/' });
    },
  };
}
