import { refused, untouched, type Limit } from './limit';

/** What a person froze, and periods of the configuration in which only people may change something. The end is not part of the period. */
export const freezes: Limit = (proposal, { settings, now, frozen }) => {
  if (frozen !== undefined) return refused(proposal, 'frozen', frozen);
  const found = settings.limits.freezes.find(({ from, until }) => Date.parse(from) <= now * 1000 && now * 1000 < Date.parse(until));
  return found === undefined ? untouched(proposal) : refused(proposal, 'frozen', `nothing acts from ${found.from} until ${found.until}`);
};
