/** A result that may normally be missing: a value, or the reason why there is none. NaN is never an answer. */

/** Why there is no value: a kind to act on, and a sentence with the rule and what was received. */
export interface Reason {
  readonly kind: 'not enough data' | 'invalid samples' | 'too many points' | 'constant' | 'all gaps' | 'invalid option' | 'undefined score';
  readonly why: string;
}

export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: Reason };

export function known<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

export function unknown(kind: Reason['kind'], why: string): { readonly ok: false; readonly reason: Reason } {
  return { ok: false, reason: { kind, why } };
}
