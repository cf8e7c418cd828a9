import { refused, untouched, type Limit } from './limit';

/** Arithmetic over what others measured may end in no number, and a gauge without one would take the signals that are divided by it along. */
export const aNumber: Limit = (proposal) =>
  Number.isFinite(proposal.value) && proposal.value >= 0
    ? untouched(proposal)
    : refused(proposal, 'invalid', `must be a number that is not negative, was ${String(proposal.value)}`);
