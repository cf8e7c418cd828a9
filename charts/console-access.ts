/** Who may connect to a console's pods: what stands in front of it to ask people who they are, and nobody else. */
import type { Environment } from '../config/environment';
import { components } from '../config/names';
import type { Connection } from '../constructs/network-access';
import { componentPeer } from './pod-peers';

/** Addresses from which Google's load balancers and their health checks connect (cloud.google.com/load-balancing/docs/health-check-concepts). */
export const googleFrontends = ['35.191.0.0/16', '130.211.0.0/22'];

export function fromConsole({ consoles }: Pick<Environment, 'consoles'>, port: number): readonly Connection[] {
  switch (consoles.kind) {
    case 'iap':
      return [{ peer: { kind: 'addresses', cidrs: googleFrontends }, ports: [port] }];
    case 'oauth2-proxy':
      return [{ peer: componentPeer(components.oauthProxy), ports: [port] }];
    case 'port-forward':
      // kubectl's tunnel ends in the pod's own network namespace, which no policy sees
      return [];
  }
}
