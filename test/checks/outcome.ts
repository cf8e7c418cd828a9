import { runChecks, type CheckReport } from '../../checks/run';
import type { ManifestObject } from '../../checks/manifest';
import { Draft } from './draft';
import { checks } from './known-checks';
import type { Mutant } from './mutant';

/** Result of the checks over a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  readonly report: CheckReport;
  /** True if its own check found it and named its object. */
  readonly caught: boolean;
  /** Other checks that found a violation too. */
  readonly alsoBroken: readonly string[];
}

/** @param clean manifests of an environment without violations */
export function runMutant(clean: (environment: string) => readonly ManifestObject[], mutant: Mutant): Outcome {
  const { environment = 'dev' } = mutant;
  const draft = new Draft(clean(environment));
  mutant.change(draft);
  const report = runChecks(environment, draft.objects, checks);
  const object = new RegExp(`^${mutant.object.replace('*', '[0-9a-f]{10}')}$`);
  return {
    mutant,
    report,
    caught: report.violations.some((violation) => violation.check === mutant.check && object.test(violation.object)),
    alsoBroken: [...new Set(report.violations.map(({ check }) => check))].filter((rule) => rule !== mutant.check),
  };
}
