/** Where a workload may connect to outside the cluster: what it states, and the databases that it uses. Policies of pods and the firewall are made of the same lists. */
import { reachedAt } from './database-bindings';
import { isAddressRange, isNamedHost, type AddressRange, type NamedHost } from './egress';
import type { Environment } from './environment';
import type { Workload } from './workload';

type Uses = Pick<Workload, 'egress' | 'uses'>;

export function destinationsOf({ databases = {} }: Pick<Environment, 'databases'>, { egress, uses = {} }: Uses): readonly AddressRange[] {
  return [...egress.filter(isAddressRange), ...Object.keys(uses).flatMap((name) => (databases[name] === undefined ? [] : [reachedAt(databases[name])]))];
}

/** Those that are known by name. */
export function hostsOf({ egress }: Pick<Workload, 'egress'>): readonly NamedHost[] {
  return egress.filter(isNamedHost);
}
