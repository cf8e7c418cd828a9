import { runChecks } from '../../checks/run';
import { describe as describeReport } from '../../checks/describe';
import { environments } from '../fixtures/environments';
import { cleanObjects } from './clean';
import { checks } from './known-checks';
import { allMutants } from './mutants/all';
import type { Mutant } from './mutant';
import { runMutant, type Outcome } from './outcome';

const known = new Map(environments.map(({ name }) => [name, cleanObjects(name)]));
/** Results of the mutants: each runs once, for all tests. */
const outcomes = new Map<Mutant, Outcome>();

function outcomeOf(mutant: Mutant): Outcome {
  const outcome = outcomes.get(mutant) ?? runMutant((name) => known.get(name) ?? [], mutant);
  outcomes.set(mutant, outcome);
  return outcome;
}

describe('on the generated manifests', () => {
  test.each(environments.map(({ name }) => name))('no check finds a violation in %s', (name) => {
    const report = runChecks(name, cleanObjects(name), checks);
    expect(report.violations.length === 0 ? '' : describeReport(report)).toBe('');
    expect(report.passed).toBe(checks.length);
  });
});

describe('a mutant is caught by its check, which names the object:', () => {
  test.each(allMutants.map((mutant) => [mutant.check, mutant.name, mutant] as const))('%s: %s', (_rule, _name, mutant) => {
    const { caught, report } = outcomeOf(mutant);
    const found = report.violations.filter(({ check }) => check === mutant.check).map(({ object, problem }) => `${object}: ${problem}`);
    expect(
      caught ? 'caught' : `missed; ${mutant.check} said ${JSON.stringify(found)}, and all said ${JSON.stringify(report.violations.map(({ check }) => check))}`,
    ).toBe('caught');
  });
});

describe('every check', () => {
  test.each(checks.map((check) => [check.id, check] as const))('%s has at least three mutants', (id) => {
    expect(allMutants.filter(({ check }) => check === id).length).toBeGreaterThanOrEqual(3);
  });

  test('is named by its mutants: no mutant names an unknown check', () => {
    expect(allMutants.map(({ check }) => check).filter((id) => !checks.some((one) => one.id === id))).toEqual([]);
  });

  test('has an id of its own, with the folder as its first part', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { id } of checks) expect(id).toMatch(/^(autoscaling|capacity|cis|references|network|identity|workloads)\/[a-z]+(-[a-z]+)*$/);
  });

  test('at least a third of the mutants were written before their check', () => {
    expect(allMutants.filter(({ written }) => written === 'before').length).toBeGreaterThanOrEqual(allMutants.length / 3);
  });

  test('says in each violation where to look and what to do', () => {
    for (const { mutant, report } of allMutants.map(outcomeOf)) {
      for (const { object, problem, fix, file, key } of report.violations) {
        expect([
          mutant.name,
          object.length > 0,
          problem.length > 10,
          fix.length > 10,
          file.length > 0,
          key.startsWith(`${mutant.environment ?? 'dev'}/`),
        ]).toEqual([mutant.name, true, true, true, true, true]);
      }
    }
  });
});
