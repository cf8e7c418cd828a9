/** Destinations outside the cluster to which a workload may connect: its `egress` and the databases that it uses. Network policies and the firewall are made from these lists. */
import { isAddressRange, isNamedHost, type AddressRange, type NamedHost } from './egress';
import type { Environment } from './environment';
import type { Workload } from './workload';

type Uses = Pick<Workload, 'egress' | 'uses'>;

export function destinationsOf({ databases = {} }: Pick<Environment, 'databases'>, { egress, uses = {} }: Uses): readonly AddressRange[] {
  return [...egress.filter(isAddressRange), ...Object.keys(uses).flatMap((name) => databases[name]?.network ?? [])];
}

/** Those that are known by name. */
export function hostsOf({ egress }: Pick<Workload, 'egress'>): readonly NamedHost[] {
  return egress.filter(isNamedHost);
}
