/** Where applications send their spans: to the agents, or directly to the gateway where there are no agents. */
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { components, namespaces, ports } from '../config/names';
import type { Connection } from '../constructs/network-access';
import { componentPeer } from './pod-peers';

type Traced = Pick<Environment, 'tracing'>;

/** Component that receives spans from applications. */
function collectorEntrance({ tracing }: Traced): Component {
  return tracing.collectors.layout === 'single' ? components.collectorGateway : components.collectorAgent;
}

/** Value of OTEL_EXPORTER_OTLP_ENDPOINT, for OTLP over HTTP. */
export function collectorEndpoint(environment: Traced): string {
  return `http://${collectorEntrance(environment)}.${namespaces.observability}.svc:${ports.otlpHttp}`;
}

/** The connection of a traced workload to the collectors. */
export function toCollectors(environment: Traced): Connection {
  return {
    peer: componentPeer(collectorEntrance(environment)),
    ports: [ports.otlpGrpc, ports.otlpHttp],
  };
}
