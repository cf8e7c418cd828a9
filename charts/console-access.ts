/** Which peers may connect to a console's pods: only the sign-in in front of it. */
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
      // a tunnel of kubectl port-forward ends inside the pod's network namespace, where no network policy applies
      return [];
  }
}

/** A user interface that people open in a browser. */
export interface Console {
  /** Name of the console in the configuration (`consoles`). */
  readonly host: ConsoleName;
  /** Component that serves the console. */
  readonly component: Component;
  readonly port: number;
  /**
   * Path that answers 200 without sign-in: Google's health checks bypass Identity-Aware Proxy (cloud.google.com/iap/docs/signed-headers-howto). Jaeger's own
   * health endpoint is at another port, to which the load balancer may not connect.
   */
  readonly health: string;
  /** Component of the oauth2-proxy in front of the console, for `consoles.kind: 'oauth2-proxy'`. */
  readonly login: Component;
}

export function grafanaConsole(): Console {
  return { host: 'grafana', component: components.grafana, port: ports.grafana, health: '/api/health', login: components.grafanaLogin };
}

export function jaegerConsole({ tracing }: Pick<Environment, 'tracing'>): Console {
  const component = tracing.storage.kind === 'badger' ? components.jaeger : components.jaegerQuery;
  return { host: 'jaeger', component, port: ports.jaegerQuery, health: '/', login: components.jaegerLogin };
}
