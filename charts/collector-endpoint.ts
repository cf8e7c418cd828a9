/** Where applications send their spans: to the agents, or to the gateway itself where there are none. */
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { components, namespaces, ports } from '../config/names';
import type { Connection } from '../constructs/network-access';
import { componentPeer } from './pod-peers';

type Traced = Pick<Environment, 'tracing'>;

/** Component that takes spans from applications. */
function collectorEntrance({ tracing }: Traced): Component {
  return tracing.collectors.layout === 'single' ? components.collectorGateway : components.collectorAgent;
}

/** OTLP over HTTP, as OTEL_EXPORTER_OTLP_ENDPOINT wants it. */
export function collectorEndpoint(environment: Traced): string {
  return `http://${collectorEntrance(environment)}.${namespaces.observability}.svc:${ports.otlpHttp}`;
}

/** The connection that a traced workload opens. */
export function toCollectors(environment: Traced): Connection {
  return {
    peer: componentPeer(collectorEntrance(environment)),
    ports: [ports.otlpGrpc, ports.otlpHttp],
  };
}
