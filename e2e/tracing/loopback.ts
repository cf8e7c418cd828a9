/** The generated tracing chain on this machine: the same configurations, with loopback addresses, scratch folders, and without the lookup of pods at an API server. */
import { agent, collectorVariables, gateway, type CollectorConfig } from '../../charts/collector-config';
import { sizingOf } from '../../charts/platform-charts';
import { jaegerFiles, jaegerOf, spanMetricsPrefix } from '../../charts/jaeger-config';
import type { Environment } from '../../config/environment';
import { components } from '../../config/names';
import { freePort } from '../processes/free-ports';
import { startCollector } from '../processes/collector';
import { startJaeger } from '../processes/jaeger';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';

/** A collector with its addresses. */
export interface LoopbackCollector {
  readonly process: Running;
  /** OTLP over gRPC, `host:port`. */
  readonly grpc: string;
  /** OTLP over HTTP, with `http://`. */
  readonly http: string;
  /** Its metrics about itself, `host:port`. */
  readonly selfMetrics: string;
}

export interface LoopbackGateway extends LoopbackCollector {
  /** Metrics made of spans, `host:port`. */
  readonly spanMetrics: string;
}

export interface LoopbackJaeger {
  readonly process: Running;
  readonly grpc: string;
  /** OTLP over HTTP, with `http://`. */
  readonly http: string;
  /** User interface and HTTP API. */
  readonly url: string;
  readonly selfMetrics: string;
}

const host = '127.0.0.1';

export async function listenAddresses(): Promise<{ grpc: string; http: string; health: string; selfMetrics: { host: string; port: number } }> {
  const [grpc, http, health, self] = [await freePort(), await freePort(), await freePort(), await freePort()];
  return { grpc: `${host}:${grpc}`, http: `${host}:${http}`, health: `${host}:${health}`, selfMetrics: { host, port: self } };
}

/** Variables of the Go runtime for the container's memory. */
export function variablesOf(
  environment: Environment,
  name: typeof components.collectorAgent | typeof components.collectorGateway,
): Readonly<Record<string, string>> {
  return collectorVariables(sizingOf(environment, name).memory.limit);
}

/** A queue in its own folder, without the guard. */
export function unguarded(processes: ProcessGroup, name: string): { readonly queueFolder: string; readonly startLog: undefined } {
  return { queueFolder: processes.scratchFolder(`${name}-queue`), startLog: undefined };
}

export interface LoopbackGatewayOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** @default 'otel-gateway' */
  readonly name?: string;
  /** Address of Jaeger's OTLP receiver over gRPC. */
  readonly traces: string;
  /** Settings of the generated configuration to change besides addresses. @default - none */
  readonly changes?: Parameters<typeof gateway>[1];
}

export async function startGateway({ processes, environment, name = 'otel-gateway', traces, changes = {} }: LoopbackGatewayOptions): Promise<LoopbackGateway> {
  const listen = { ...(await listenAddresses()), spanMetrics: `${host}:${await freePort()}` };
  const config = gateway(environment, { listen, traces, identity: {}, ...unguarded(processes, name), ...changes });
  const process = await startCollector({ processes, name, config, health: listen.health, environment: variablesOf(environment, components.collectorGateway) });
  return { ...collector(process, listen), spanMetrics: listen.spanMetrics };
}

export interface LoopbackAgentOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** @default 'otel-agent' */
  readonly name?: string;
  /** Gateways' addresses for OTLP over gRPC. */
  readonly gateways: readonly string[];
  /** Settings of the generated configuration to change besides addresses. @default - none */
  readonly changes?: Parameters<typeof agent>[1];
  /** Whether connections over HTTP stay open after a request, as they would without the shipped setting. @default false */
  readonly keepAlive?: boolean;
}

/** Starts an agent that routes to listed gateways, because no DNS name here resolves to all of them. */
export async function startAgent({
  processes,
  environment,
  name = 'otel-agent',
  gateways,
  changes = {},
  keepAlive = false,
}: LoopbackAgentOptions): Promise<LoopbackCollector> {
  const listen = await listenAddresses();
  const config = agent(environment, { listen, identity: {}, gateways: { kind: 'static', expected: gateways.length, addresses: gateways }, ...changes });
  return collector(
    await startCollector({
      processes,
      name,
      config: keepAlive ? keepingConnections(config) : config,
      health: listen.health,
      environment: variablesOf(environment, components.collectorAgent),
    }),
    listen,
  );
}

function keepingConnections(config: CollectorConfig): unknown {
  return { ...config, receivers: JSON.parse(JSON.stringify(config.receivers).replace('"keep_alives_enabled":false', '"keep_alives_enabled":true')) as unknown };
}

function collector(process: Running, listen: Awaited<ReturnType<typeof listenAddresses>>): LoopbackCollector {
  const { selfMetrics } = listen;
  return { process, grpc: listen.grpc, http: `http://${listen.http}`, selfMetrics: `${selfMetrics.host}:${selfMetrics.port}` };
}

export interface LoopbackJaegerOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** Prometheus of its Monitor tab, with `http://`. @default - one where nothing answers */
  readonly prometheus?: string;
}

export async function startLoopbackJaeger({ processes, environment, prometheus }: LoopbackJaegerOptions): Promise<LoopbackJaeger> {
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
        ...(prometheus === undefined ? {} : { metrics: { prometheus, namespace: spanMetricsPrefix } }),
      }),
  });
  return {
    process,
    grpc: `${host}:${ports.otlpGrpc}`,
    http: `http://${host}:${ports.otlpHttp}`,
    url: `http://${host}:${ports.ui}`,
    selfMetrics: `${host}:${ports.selfMetrics}`,
  };
}
