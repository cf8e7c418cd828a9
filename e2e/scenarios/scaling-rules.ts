import { join } from 'node:path';
import { classPolicies, loadClasses } from '../../config/class-policies';
import { rulesFailure, recordedNames } from '../rules/rule-run';
import { ruleCases } from '../rules/cases';
import { classCases } from '../rules/cases/of-classes';
import { tierCases } from '../rules/cases/uncounted';
import { shipped, withWorkloads } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Scenario } from '../runner/scenario';

/** The generated rules, run by promtool on worked values. */
export const scenario: Scenario = {
  name: 'scaling-rules',
  title: 'every scaling rule yields its worked values in promtool: dead sources, restarts, resets, caps, first errors, idle heaps',
  tags: ['smoke', 'full'],
  needs: ['promtool'],
  async run(context) {
    const rules = Manifests.of(shipped('dev')).configFiles(/^prometheus-rules-scaling-/);
    const expected = new Set(ruleCases.flatMap(({ expect }) => expect.map(({ record }) => record)));
    const untested = recordedNames(rules).filter((record) => !expected.has(record));
    if (untested.length > 0) throw new Error(`every recorded series must be expected by a case, received none for ${untested.join(', ')}`);
    const failure = await rulesFailure(context.folder, rules, ruleCases);
    if (failure !== undefined) throw new Error(failure);
    // only prod has agents in front of its gateways
    const behindAgents = await rulesFailure(join(context.folder, 'tiers'), Manifests.of(shipped('prod')).configFiles(/^prometheus-rules-scaling-/), tierCases);
    if (behindAgents !== undefined) throw new Error(behindAgents);
    for (const name of loadClasses) {
      const rules = Manifests.of(withWorkloads(shipped('dev'), { backend: classPolicies[name] })).configFiles(/^prometheus-rules-scaling-/);
      const failed = await rulesFailure(join(context.folder, name), rules, classCases[name]);
      if (failed !== undefined) throw new Error(`${name}: ${failed}`);
    }
    const expectations = ruleCases.reduce((sum, { expect }) => sum + expect.length, 0);
    context.report(`${ruleCases.length + tierCases.length} cases, ${expectations} worked values, ${expected.size} recorded series`);
  },
};
