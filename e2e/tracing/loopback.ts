/** The generated tracing chain on this machine: the same configurations, with loopback addresses, scratch folders and no API server to ask who is who. */
import { gateway } from '../../charts/collector-config';
import { jaegerFiles, jaegerOf } from '../../charts/jaeger-config';
import type { Environment } from '../../config/environment';
import { freePort } from '../free-ports';
import { startCollector } from '../processes/collector';
import { startJaeger } from '../processes/jaeger';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';

/** A collector with the addresses that others need. */
export interface LoopbackCollector {
  readonly process: Running;
  /** OTLP over gRPC, `host:port`. */
  readonly grpc: string;
  /** OTLP over HTTP, with `http://`. */
  readonly http: string;
  /** Its metrics about itself, `host:port`. */
  readonly selfMetrics: string;
  /** Metrics made of spans, `host:port`; `undefined` for an agent. */
  readonly spanMetrics: string | undefined;
}

export interface LoopbackJaeger {
  readonly process: Running;
  readonly grpc: string;
  /** User interface and HTTP API. */
  readonly url: string;
  readonly selfMetrics: string;
}

const host = '127.0.0.1';

async function listenAddresses(): Promise<{ grpc: string; http: string; health: string; selfMetrics: { host: string; port: number } }> {
  const [grpc, http, health, self] = [await freePort(), await freePort(), await freePort(), await freePort()];
  return { grpc: `${host}:${grpc}`, http: `${host}:${http}`, health: `${host}:${health}`, selfMetrics: { host, port: self } };
}

export interface LoopbackGatewayOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** @default 'otel-gateway' */
  readonly name?: string;
  /** Where Jaeger takes OTLP over gRPC. */
  readonly traces: string;
  /** Settings of the generated configuration to change besides addresses. @default - none */
  readonly changes?: Parameters<typeof gateway>[1];
}

export async function startGateway({
  processes,
  environment,
  name = 'otel-gateway',
  traces,
  changes = {},
}: LoopbackGatewayOptions): Promise<LoopbackCollector> {
  const listen = { ...(await listenAddresses()), spanMetrics: `${host}:${await freePort()}` };
  const config = gateway(environment, { listen, traces, identity: {}, queueFolder: processes.scratchFolder(`${name}-queue`), ...changes });
  const process = await startCollector({ processes, name, config, health: listen.health });
  return collector(process, listen, listen.spanMetrics);
}

function collector(process: Running, listen: Awaited<ReturnType<typeof listenAddresses>>, spanMetrics: string | undefined): LoopbackCollector {
  const { selfMetrics } = listen;
  return { process, grpc: listen.grpc, http: `http://${listen.http}`, selfMetrics: `${selfMetrics.host}:${selfMetrics.port}`, spanMetrics };
}

export interface LoopbackJaegerOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
}

export async function startLoopbackJaeger({ processes, environment }: LoopbackJaegerOptions): Promise<LoopbackJaeger> {
  const ports = {
    otlpGrpc: await freePort(),
    otlpHttp: await freePort(),
    ui: await freePort(),
    uiGrpc: await freePort(),
    health: await freePort(),
    selfMetrics: await freePort(),
  };
  const sampling = await freePort();
  const process = await startJaeger({
    processes,
    health: `${host}:${ports.health}`,
    files: jaegerFiles,
    config: (folder) =>
      jaegerOf(environment, 'both', {
        host,
        ports,
        folder: `${folder}/badger`,
        uiConfig: `${folder}/ui.json`,
        sampling: { file: `${folder}/sampling.json`, port: sampling },
      }),
  });
  return { process, grpc: `${host}:${ports.otlpGrpc}`, url: `http://${host}:${ports.ui}`, selfMetrics: `${host}:${ports.selfMetrics}` };
}
