import { refused, untouched, type Limit } from './limit';

/** A few days say little about the next one, however well they went. */
export const evidence: Limit = (proposal, { settings, knownDays }) => {
  const least = settings.limits.evidenceDays;
  return knownDays >= least ? untouched(proposal) : refused(proposal, 'lacking', `${least} days of measured load must be known, are ${knownDays.toFixed(1)}`);
};
