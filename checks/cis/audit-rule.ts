/** A rule of the audit: over the plan, or over the manifests. */
import type { Manifests } from '../manifest';
import type { Plan } from '../plan';
import type { Finding } from './finding';

interface Identity {
  /** Stable, `<folder>/<kebab-case>`: people and reports refer to it. */
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  /** What happens where it does not. */
  readonly why: string;
}

/** Also runs over a live stack, as a policy. */
export interface PlanRule extends Identity {
  readonly over: 'plan';
  readonly check: (plan: Plan) => readonly Finding[];
}

export interface ManifestRule extends Identity {
  readonly over: 'manifests';
  readonly check: (manifests: Manifests) => readonly Finding[];
}

export type AuditRule = PlanRule | ManifestRule;

/** An environment under audit. */
export interface Audited {
  readonly plan: Plan;
  readonly manifests: Manifests;
}

export function findingsOf(rule: AuditRule, { plan, manifests }: Audited): readonly Finding[] {
  return rule.over === 'plan' ? rule.check(plan) : rule.check(manifests);
}
