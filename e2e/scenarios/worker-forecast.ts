import { join } from 'node:path';
import { stringify } from 'yaml';
import { ruleGroups } from '../../charts/rule-files';
import type { Environment } from '../../config/environment';
import { forecastOf, googleCases, googleMutants, messages, ownCases, ownMutants } from '../rules/cases/worker-forecast';
import type { RuleMutant } from '../rules/mutants';
import type { RuleCase } from '../rules/rule-case';
import { faultIsFound, rulesFailure } from '../rules/rule-run';
import type { Scenario, ScenarioContext } from '../runner/scenario';

/** Rules by file name, an expression in its own lines. */
function rulesOf(environment: Environment): Readonly<Record<string, string>> {
  const own = Object.entries(ruleGroups(environment)).filter(([name]) => name.startsWith('scaling-'));
  return Object.fromEntries(own.map(([name, groups]) => [`${name}.yaml`, stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false })]));
}

interface Played {
  readonly of: string;
  readonly cases: readonly RuleCase[];
  readonly mutants: readonly RuleMutant[];
}

async function holds(context: ScenarioContext, { of, cases, mutants }: Played): Promise<void> {
  const rules = rulesOf(forecastOf(of));
  const folder = join(context.folder, of.replaceAll(/\W/g, '-'));
  const failure = await rulesFailure(folder, rules, cases);
  if (failure !== undefined) throw new Error(failure);
  for (const [index, { title, find, replace }] of mutants.entries()) {
    const mutated = Object.fromEntries(Object.entries(rules).map(([name, text]) => [name, text.replace(find, replace)]));
    if (JSON.stringify(mutated) === JSON.stringify(rules)) throw new Error(`mutant "${title}" must change the rules, found nothing like ${String(find)}`);
    if (!(await faultIsFound(join(folder, String(index)), rules, mutated, cases))) throw new Error(`must be found by a case: ${title}`);
  }
  context.report(`a forecast of ${of}: ${cases.length} cases as expected, ${mutants.length} faults in the rules found`);
}

export const scenario: Scenario = {
  name: 'worker-forecast',
  title:
    'in promtool the load of a worker that is forecast is known while it is proven, and its forecast ends at its cap and its time; every fault in these rules is found',
  tags: ['full'],
  needs: ['promtool'],
  async run(context) {
    await holds(context, { of: 'orders_waiting', cases: ownCases, mutants: ownMutants });
    await holds(context, { of: messages, cases: googleCases, mutants: googleMutants });
  },
};
