/** A check of the audit: of the plan, or of the manifests. */
import type { Manifests } from '../manifest';
import type { Plan } from '../plan';
import type { Verdict } from './verdict';

interface Identity {
  /** Stable, `<folder>/<kebab-case>`: people and reports refer to it. */
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  /** The consequence where it does not hold. */
  readonly why: string;
}

/** A check of the plan. It also runs over a live stack, as a policy. */
export interface PlanCheck extends Identity {
  readonly over: 'plan';
  readonly check: (plan: Plan) => readonly Verdict[];
}

export interface AuditedCheck extends Identity {
  readonly over: 'manifests';
  readonly check: (manifests: Manifests) => readonly Verdict[];
}

export type AuditCheck = PlanCheck | AuditedCheck;

/** An environment under audit. */
export interface Audited {
  readonly plan: Plan;
  readonly manifests: Manifests;
}

export function verdictsOf(rule: AuditCheck, { plan, manifests }: Audited): readonly Verdict[] {
  return rule.over === 'plan' ? rule.check(plan) : rule.check(manifests);
}
