/** Targets of Prometheus for a tracing chain with one gateway, by job. */
import { components } from '../../config/names';
import { jobs } from '../../config/telemetry';
import type { Target } from '../platform/prometheus-placement';
import type { LoopbackGateway, LoopbackJaeger } from './loopback';

export interface ChainAddresses {
  readonly gateway: LoopbackGateway;
  readonly jaeger: LoopbackJaeger;
  /** Port of Prometheus itself on this machine. */
  readonly prometheusPort: number;
}

/** Instances have the names of StatefulSet pods, as rules expect. */
export function chainTargets({ gateway, jaeger, prometheusPort }: ChainAddresses): Readonly<Record<string, readonly Target[]>> {
  const target = (component: string, address: string): readonly Target[] => [{ address, labels: { instance: `${component}-0` } }];
  return {
    [jobs.gateway]: target(components.collectorGateway, gateway.spanMetrics),
    [jobs.collectorSelf]: target(components.collectorGateway, gateway.selfMetrics),
    [jobs.jaeger]: target(components.jaeger, jaeger.selfMetrics),
    [jobs.prometheus]: target(components.prometheus, `127.0.0.1:${prometheusPort}`),
  };
}
