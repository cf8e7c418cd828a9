/** The interface of a limit: it keeps the value that a policy asks for, makes it smaller, or refuses it. */
import type { Refusal, View } from '../policies/policy';

export interface Proposal {
  readonly policy: string;
  /** Replicas or a ratio, in the unit of the policy. */
  readonly value: number;
}

export interface Held {
  readonly kind: 'held';
  readonly value: number;
  /** What was changed, and by which limit. */
  readonly reasons: readonly string[];
}

export type Limit = (proposal: Proposal, view: View) => Held | Refusal;

export const untouched = ({ value }: Proposal): Held => ({ kind: 'held', value, reasons: [] });

export const refused = ({ policy }: Proposal, because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });

/** Applies every limit in order. The first refusal ends it. */
export function held(limits: readonly Limit[], proposal: Proposal, view: View): Held | Refusal {
  let { value } = proposal;
  const reasons: string[] = [];
  for (const limit of limits) {
    const found = limit({ ...proposal, value }, view);
    if (found.kind === 'refusal') return found;
    value = found.value;
    reasons.push(...found.reasons);
  }
  return { kind: 'held', value, reasons };
}
