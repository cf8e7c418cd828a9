/** Who may connect to a console's pods: only the login in front of it. */
import type { Component } from '../config/components';
import type { ConsoleName } from '../config/consoles';
import type { Environment } from '../config/environment';
import { components, ports } from '../config/names';
import type { Connection } from '../constructs/network-access';
import { componentPeer } from './pod-peers';

/** Addresses from which Google's load balancers and their health checks connect (cloud.google.com/load-balancing/docs/health-check-concepts). */
export const googleFrontends = ['35.191.0.0/16', '130.211.0.0/22'];

export function fromConsole({ consoles }: Pick<Environment, 'consoles'>, { port, login }: Console): readonly Connection[] {
  switch (consoles.kind) {
    case 'iap':
      return [{ peer: { kind: 'addresses', cidrs: googleFrontends }, ports: [port] }];
    case 'oauth2-proxy':
      return [{ peer: componentPeer(login), ports: [port] }];
    case 'port-forward':
      // kubectl's tunnel ends in the pod's own network namespace, which no policy sees
      return [];
  }
}

/** What people open in a browser. */
export interface Console {
  /** Key of its host name in the configuration. */
  readonly host: ConsoleName;
  /** Component whose Service it is. */
  readonly component: Component;
  readonly port: number;
  /**
   * Path that answers 200 without a name: Google's health checks pass Identity-Aware Proxy by (cloud.google.com/iap/docs/signed-headers-howto). Jaeger's own
   * health has another port, to which the load balancer may not connect.
   */
  readonly health: string;
  /** oauth2-proxy that stands in front of it, where there is one. */
  readonly login: Component;
}

export function grafanaConsole(): Console {
  return { host: 'grafana', component: components.grafana, port: ports.grafana, health: '/api/health', login: components.grafanaLogin };
}

export function jaegerConsole({ tracing }: Pick<Environment, 'tracing'>): Console {
  const component = tracing.storage.kind === 'badger' ? components.jaeger : components.jaegerQuery;
  return { host: 'jaeger', component, port: ports.jaegerQuery, health: '/', login: components.jaegerLogin };
}
