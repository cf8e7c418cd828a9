import { join } from 'node:path';
import { stringify } from 'yaml';
import { ruleGroups } from '../../charts/rule-files';
import { shipped } from '../platform/environment';
import { ruleCases } from '../rules/cases';
import { ruleMutants } from '../rules/mutants';
import { faultIsFound } from '../rules/rule-run';
import type { Scenario } from '../runner/scenario';

/** A test that cannot fail is a defect: each fault in the rules must be found by a worked value. */
export const scenario: Scenario = {
  name: 'scaling-rule-mutants',
  title: 'every fault written into the scaling rules is found by their worked values',
  tags: ['full'],
  needs: ['promtool'],
  timeout: '2400s',
  async run(context) {
    // expressions as stated in the code, because files have them broken into lines, which mutants need not know
    const rules = Object.fromEntries(
      Object.entries(ruleGroups(shipped('dev')))
        .filter(([name]) => name.startsWith('scaling-'))
        .map(([name, groups]) => [`${name}.yaml`, stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false })]),
    );
    const survivors: string[] = [];
    for (const [index, { title, find, replace }] of ruleMutants.entries()) {
      const mutated = Object.fromEntries(Object.entries(rules).map(([name, text]) => [name, text.replace(find, replace)]));
      if (JSON.stringify(mutated) === JSON.stringify(rules)) throw new Error(`mutant "${title}" must change the rules, found nothing like ${String(find)}`);
      const found = await faultIsFound(join(context.folder, String(index)), rules, mutated, ruleCases);
      context.report(`${found ? 'found' : 'SURVIVED'}: ${title}`);
      if (!found) survivors.push(title);
    }
    if (survivors.length > 0) throw new Error(`every mutant must be found, these were not: ${survivors.join('; ')}`);
  },
};
