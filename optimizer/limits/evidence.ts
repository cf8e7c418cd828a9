import { refused, untouched, type Limit } from './limit';

/** A few days prove little about the next one, however good they were. */
export const evidence: Limit = (proposal, { settings, knownDays }) => {
  const least = settings.limits.evidenceDays;
  return knownDays >= least ? untouched(proposal) : refused(proposal, 'lacking', `${least} days of measured load must be known, are ${knownDays.toFixed(1)}`);
};
