/** Where a workload may connect to outside the cluster: the destinations in `egress`, and the databases that it uses. Network policies and the firewall are made from the same lists. */
import { reachedAt } from './database-bindings';
import { isAddressRange, isNamedHost, type AddressRange, type NamedHost } from './egress';
import type { Environment } from './environment';
import type { Workload } from './workload';

type Uses = Pick<Workload, 'egress' | 'uses'>;

export function destinationsOf({ databases = {} }: Pick<Environment, 'databases'>, { egress, uses = {} }: Uses): readonly AddressRange[] {
  return [...egress.filter(isAddressRange), ...Object.keys(uses).flatMap((name) => (databases[name] === undefined ? [] : [reachedAt(databases[name])]))];
}

/** The destinations that are stated by name. */
export function hostsOf({ egress }: Pick<Workload, 'egress'>): readonly NamedHost[] {
  return egress.filter(isNamedHost);
}
