/** What a workload may connect to: the collectors, databases, and the destinations that it states. */
import { destinationsOf } from '../config/destinations';
import type { Environment } from '../config/environment';
import type { Workload } from '../config/workload';
import type { Connection } from '../constructs/network-access';
import { toCollectors } from './collector-endpoint';

export function connectionsOf(environment: Environment, workload: Workload): readonly Connection[] {
  return [
    toCollectors(environment),
    ...destinationsOf(environment, workload).map(({ cidr, port, protocol }): Connection => ({
      peer: { kind: 'addresses', cidrs: [cidr] },
      ports: [port],
      ...(protocol && { protocol }),
    })),
  ];
}
