/** Where a workload may connect to outside the cluster: what it states, and the databases that it uses. Policies of pods and the firewall are made of the same list. */
import type { Environment } from './environment';
import type { Workload } from './workload';

export type Destination = Workload['egress'][number];

export function destinationsOf(
  { databases = {} }: Pick<Environment, 'databases'>,
  { egress, uses = {} }: Pick<Workload, 'egress' | 'uses'>,
): readonly Destination[] {
  return [...egress, ...Object.keys(uses).flatMap((name) => databases[name]?.network ?? [])];
}
