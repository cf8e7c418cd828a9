import { refused, untouched, type Limit } from './limit';

/** Arithmetic over measured values may give NaN, and a gauge of NaN would also break the signals that are divided by it. */
export const aNumber: Limit = (proposal) =>
  Number.isFinite(proposal.value) && proposal.value >= 0
    ? untouched(proposal)
    : refused(proposal, 'invalid', `must be a number that is not negative, was ${String(proposal.value)}`);
