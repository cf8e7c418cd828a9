/** Both tiers of collectors on this machine: an agent that routes by trace id, two gateways, and Jaeger. */
import type { Environment } from '../../config/environment';
import { components } from '../../config/names';
import type { ProcessGroup } from '../processes/process-group';
import { startAgent, startGateway, startLoopbackJaeger, type LoopbackCollector, type LoopbackGateway, type LoopbackJaeger } from './loopback';

export interface Tiers {
  readonly agent: LoopbackCollector;
  readonly gateways: readonly [LoopbackGateway, LoopbackGateway];
  readonly jaeger: LoopbackJaeger;
}

/** @param environment with the layout `tiers` */
export async function startTiers(processes: ProcessGroup, environment: Environment): Promise<Tiers> {
  const jaeger = await startLoopbackJaeger({ processes, environment });
  const start = (name: string): Promise<LoopbackGateway> => startGateway({ processes, environment, name, traces: jaeger.grpc });
  const gateways = [await start(`${components.collectorGateway}-0`), await start(`${components.collectorGateway}-1`)] as const;
  const agent = await startAgent({ processes, environment, gateways: gateways.map(({ grpc }) => grpc) });
  return { agent, gateways, jaeger };
}
