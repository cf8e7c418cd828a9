import type { ManifestObject } from './manifest';
import type { Check } from './check';
import { checks as allChecks } from './checks';
import type { Violation } from './violation';

export interface CheckResult {
  readonly check: Check;
  readonly violations: readonly Violation[];
}

/** The result of all checks for one environment. */
export interface CheckReport {
  readonly environment: string;
  /** Number of objects. */
  readonly objects: number;
  /** One result per check, in order. */
  readonly results: readonly CheckResult[];
  /** Number of checks that hold. */
  readonly passed: number;
  readonly violations: readonly Violation[];
}

export function runChecks(environment: string, objects: readonly ManifestObject[], checks: readonly Check[] = allChecks): CheckReport {
  const manifests = { environment, objects };
  const results = checks.map((check) => ({ check, violations: check.violationsIn(manifests) }));
  return {
    environment,
    objects: objects.length,
    results,
    passed: results.filter(({ violations }) => violations.length === 0).length,
    violations: results.flatMap(({ violations }) => violations),
  };
}
