import { auditRules } from '../../../checks/cis/catalogue';
import { findingsOf } from '../../../checks/cis/audit-rule';
import { environments } from '../../../config/environments';
import { alarms, auditedManifestMutants, cleanEnvironment, planMutants, runManifestMutant, runPlanMutant } from './outcome';

const prod = cleanEnvironment('prod');
const dev = cleanEnvironment('dev');
const planOutcomes = planMutants.map((mutant) => runPlanMutant(prod, mutant));
const manifestOutcomes = auditedManifestMutants.map((mutant) => runManifestMutant(dev, mutant));
const outcomes = [...planOutcomes, ...manifestOutcomes];

describe('on what is committed', () => {
  test.each(environments.map(({ name }) => name))('no rule fires in %s', (name) => {
    expect(alarms(cleanEnvironment(name))).toEqual([]);
  });

  test.each(auditRules.map((rule) => [rule.id, rule] as const))('%s has evidence', (_id, rule) => {
    const findings = findingsOf(rule, prod);
    expect(findings.length).toBeGreaterThan(0);
    for (const { evidence } of findings) expect(Object.values(evidence).filter((text) => text === '')).toEqual([]);
  });
});

describe('a mutant is caught by its rule:', () => {
  test.each(outcomes.map((outcome) => [outcome.rule, outcome.name, outcome] as const))('%s: %s', (_rule, _name, { caught, alsoBroken }) => {
    expect(caught ? 'caught' : `missed; ${JSON.stringify(alsoBroken)} found something`).toBe('caught');
  });
});

describe('every rule', () => {
  test.each(auditRules.map(({ id }) => [id]))('%s has at least three mutants', (id) => {
    expect(outcomes.filter(({ rule }) => rule === id).length).toBeGreaterThanOrEqual(3);
  });

  test('is meant by the mutants that name it', () => {
    expect(outcomes.map(({ rule }) => rule).filter((id) => !auditRules.some((rule) => rule.id === id))).toEqual([]);
  });

  test('has an id of its own', () => {
    expect(new Set(auditRules.map(({ id }) => id)).size).toBe(auditRules.length);
    for (const { id } of auditRules) expect(id).toMatch(/^(cis|hardening|references|workloads)\/[a-z]+(-[a-z]+)*$/);
  });

  test('says what is wrong, where, and what to do', () => {
    for (const { rule, name, failures } of outcomes) {
      for (const { evidence, problem, fix } of failures) {
        expect([rule, name, problem.length > 5, fix.length > 10, evidence.file.length > 0, evidence.property.length > 0]).toEqual([
          rule,
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
