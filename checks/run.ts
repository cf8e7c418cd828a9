import type { ManifestObject } from './manifest';
import type { Rule } from './rule';
import { rules as allRules } from './rules';
import type { Violation } from './violation';

export interface RuleResult {
  readonly rule: Rule;
  readonly violations: readonly Violation[];
}

/** What the rules say about one environment. */
export interface CheckReport {
  readonly environment: string;
  /** How many objects were looked at. */
  readonly objects: number;
  /** One a rule, in the order of the rules. */
  readonly results: readonly RuleResult[];
  /** How many rules hold. */
  readonly passed: number;
  readonly violations: readonly Violation[];
}

export function runChecks(environment: string, objects: readonly ManifestObject[], rules: readonly Rule[] = allRules): CheckReport {
  const manifests = { environment, objects };
  const results = rules.map((rule) => ({ rule, violations: rule.check(manifests) }));
  return {
    environment,
    objects: objects.length,
    results,
    passed: results.filter(({ violations }) => violations.length === 0).length,
    violations: results.flatMap(({ violations }) => violations),
  };
}
