/** What a proposal saves under another load than the one that it was made of. */
import { machines, monthOf, terms, type BilledWorld } from './cheaper';
import { machineProposal } from './proposal-names';
import type { Proposal } from './proposals';

/** Per month, in the currency of the prices. Undefined where the proposal is about no machine and no terms. */
export function costOfProposal({ what, after }: Proposal, world: BilledWorld): number | undefined {
  const found = what === machineProposal ? machines(world).find((one) => one.what === after) : terms(world).find((one) => one.what === what);
  return found === undefined ? undefined : monthOf(world) - found.cost;
}
