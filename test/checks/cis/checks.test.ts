import { auditChecks } from '../../../checks/cis/catalogue';
import { verdictsOf, type Audited } from '../../../checks/cis/audit-check';
import { environments } from '../../fixtures/environments';
import { alarms, auditedManifestMutants, cleanEnvironment, planMutants, runManifestMutant, runPlanMutant, type Outcome } from './outcome';

const mutants = [...planMutants, ...auditedManifestMutants];
const clean = new Map<string, Audited>();
/** One outcome per mutant, in their order. */
let outcomes: readonly Outcome[];

function cleanOf(name: string): Audited {
  const found = clean.get(name);
  if (found === undefined) throw new Error(`${name} must be an environment of the tests`);
  return found;
}

beforeAll(async () => {
  for (const { name } of environments) clean.set(name, await cleanEnvironment(name));
  outcomes = [
    ...planMutants.map((mutant) => runPlanMutant(cleanOf('prod'), mutant)),
    ...auditedManifestMutants.map((mutant) => runManifestMutant(cleanOf('dev'), mutant)),
  ];
});

describe('on a clean environment', () => {
  test.each(environments.map(({ name }) => name))('no check finds a violation in %s', (name) => {
    expect(alarms(cleanOf(name))).toEqual([]);
  });

  test.each(auditChecks.map((rule) => [rule.id, rule] as const))('%s has evidence', (_id, rule) => {
    const findings = verdictsOf(rule, cleanOf('prod'));
    expect(findings.length).toBeGreaterThan(0);
    for (const { evidence } of findings) expect(Object.values(evidence).filter((text) => text === '')).toEqual([]);
  });
});

describe('a mutant is caught by its check:', () => {
  test.each(mutants.map(({ check, name }, index) => [check, name, index] as const))('%s: %s', (_rule, _name, index) => {
    const { caught, alsoBroken } = outcomes[index]!;
    expect(caught ? 'caught' : `missed; ${JSON.stringify(alsoBroken)} found something`).toBe('caught');
  });
});

describe('every check', () => {
  test.each(auditChecks.map(({ id }) => [id]))('%s has at least three mutants', (id) => {
    expect(mutants.filter(({ check }) => check === id).length).toBeGreaterThanOrEqual(3);
  });

  test('is named by its mutants: no mutant names an unknown check', () => {
    expect(mutants.map(({ check }) => check).filter((id) => !auditChecks.some((rule) => rule.id === id))).toEqual([]);
  });

  test('has an id of its own', () => {
    expect(new Set(auditChecks.map(({ id }) => id)).size).toBe(auditChecks.length);
    for (const { id } of auditChecks) expect(id).toMatch(/^(cis|hardening|references|workloads)\/[a-z]+(-[a-z]+)*$/);
  });

  test('says what is wrong, where and how to fix it', () => {
    for (const { check, name, failures } of outcomes) {
      for (const { evidence, problem, fix } of failures) {
        expect([check, name, problem.length > 5, fix.length > 10, evidence.file.length > 0, evidence.property.length > 0]).toEqual([
          check,
          name,
          true,
          true,
          true,
          true,
        ]);
      }
    }
  });
});
