/** The tracing chain on one machine, as an environment configures it: example, Redis, collector, Jaeger and Prometheus. */
import type { Environment } from '../../config/environment';
import type { PlayedCluster } from '../demo/played-cluster';
import { freePort } from '../processes/free-ports';
import { Manifests } from '../platform/manifests';
import { startPlacedPrometheus } from '../platform/placed-prometheus';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { chainTargets } from './chain-targets';
import { startGateway, startLoopbackJaeger, type LoopbackGateway, type LoopbackGatewayOptions, type LoopbackJaeger } from './loopback';
import { startShop, type Shop } from './shop';

export interface TracingChain {
  readonly shop: Shop;
  readonly gateway: LoopbackGateway;
  readonly jaeger: LoopbackJaeger;
  readonly prometheus: Running;
}

export interface TracingChainOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** Whether requests may inject faults by `x-fault`. @default false */
  readonly faults?: boolean;
  /** Whether orders go through a queue to a worker. @default false */
  readonly fulfils?: boolean;
  /** Simulated cluster for Prometheus. @default - none, so alerts about absent targets become pending */
  readonly cluster?: Pick<PlayedCluster, 'targets' | 'alertmanager'>;
  /** Settings of the gateway's generated configuration to change. @default - none */
  readonly gatewayChanges?: LoopbackGatewayOptions['changes'];
}

/** Resolves when requests are traced and counted. */
export async function startTracingChain(options: TracingChainOptions): Promise<TracingChain> {
  const { processes, environment, faults = false, fulfils = false, cluster, gatewayChanges = {} } = options;
  // Jaeger reads Prometheus for its Monitor tab, and Prometheus scrapes Jaeger: so one address must be chosen before its process starts
  const prometheusPort = await freePort();
  const jaeger = await startLoopbackJaeger({ processes, environment, prometheus: `http://127.0.0.1:${prometheusPort}` });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc, changes: gatewayChanges });
  const [shop, prometheus] = await Promise.all([
    startShop({ processes, environment, endpoint: gateway.http, faults, fulfils }),
    startPlacedPrometheus({
      processes,
      manifests: Manifests.of(environment),
      port: prometheusPort,
      caFile: '',
      targets: { ...chainTargets({ gateway, jaeger, prometheusPort }), ...cluster?.targets },
      ...(cluster === undefined ? {} : { alertmanager: cluster.alertmanager }),
    }),
  ]);
  return { shop, gateway, jaeger, prometheus };
}
