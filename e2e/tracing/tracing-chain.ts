/** Everything between a request and a picture of it on one machine: example, Redis, collector, Jaeger and Prometheus, as an environment configures them. */
import type { Environment } from '../../config/environment';
import { components } from '../../config/names';
import { jobs } from '../../config/telemetry';
import { freePort } from '../free-ports';
import { backendOf } from '../platform/environment';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { startGateway, startLoopbackJaeger, type LoopbackGateway, type LoopbackJaeger } from './loopback';
import { startLoopbackPrometheus, target } from './loopback-prometheus';
import { pricesName, startShop, type Shop } from './shop';

export interface TracingChain {
  readonly shop: Shop;
  readonly gateway: LoopbackGateway;
  readonly jaeger: LoopbackJaeger;
  readonly prometheus: Running;
}

export interface TracingChainOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** Whether requests may ask for trouble by `x-fault`. @default false */
  readonly faults?: boolean;
  /** Where Alertmanager listens, `host:port`. @default - where nothing answers */
  readonly alertmanager?: string;
}

/** Resolves when a request would be traced and counted. */
export async function startTracingChain({ processes, environment, faults = false, alertmanager }: TracingChainOptions): Promise<TracingChain> {
  // Jaeger reads Prometheus for its Monitor tab, and Prometheus scrapes Jaeger: one of both addresses is known before its process is
  const prometheusPort = await freePort();
  const jaeger = await startLoopbackJaeger({ processes, environment, prometheus: `http://127.0.0.1:${prometheusPort}` });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
  const [shop, prometheus] = await Promise.all([
    startShop({ processes, environment, endpoint: gateway.http, faults }),
    startLoopbackPrometheus({
      processes,
      environment,
      port: prometheusPort,
      alertmanager,
      targets: {
        [jobs.gateway]: target(`${components.collectorGateway}-0`, gateway.spanMetrics),
        [jobs.collectorSelf]: target(`${components.collectorGateway}-0`, gateway.selfMetrics),
        [jobs.jaeger]: target(`${components.jaeger}-0`, jaeger.selfMetrics),
      },
    }),
  ]);
  return { shop, gateway, jaeger, prometheus };
}

/** Names that the shop's services have in spans and metrics. */
export function servicesOf(environment: Environment): readonly string[] {
  return [backendOf(environment).name, pricesName];
}
