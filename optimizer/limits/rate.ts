import { refused, untouched, type Limit } from './limit';

const hour = 3600;

/** A policy that changes its value more often is guessing. It is refused until the last hour has fewer changes. */
export const rate: Limit = (proposal, { settings, now, made }) => {
  const before = made.get(proposal.policy) ?? [];
  if (before.at(-1)?.value === proposal.value) return untouched(proposal);
  const most = settings.limits.changesPerHour;
  const changes = before.filter(({ at }) => at > now - hour).length;
  return changes < most ? untouched(proposal) : refused(proposal, 'restless', `at most ${most} changes an hour, were ${changes}`);
};
