import type { Mode } from '../config';
import { refused, untouched, type Limit } from './limit';

/** What somebody else wrote is left to him, and it is said. Advice is for people, whoever wrote the last value. */
export function free(mode: Mode): Limit {
  return (proposal, { untunable }) => (mode !== 'act' || untunable === undefined ? untouched(proposal) : refused(proposal, 'taken', untunable));
}
