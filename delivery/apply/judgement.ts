/** Runs the checks of `npm start` on a release before any of it is applied: its files may have been edited by hand, or merged from two changes that are valid only apart. */
import type { Check } from '../../checks/check';
import { describe } from '../../checks/describe';
import { runChecks } from '../../checks/run';
import type { Release } from './release';

/** @returns undefined when no check is violated */
export function objection({ environment, objects }: Pick<Release, 'environment' | 'objects'>, checks: readonly Check[]): string | undefined {
  const report = runChecks(environment, objects, checks);
  return report.violations.length === 0 ? undefined : describe(report);
}
