import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jobs } from '../../config/telemetry';
import { alertTests } from '../alerts/alert-tests';
import { alertCases } from '../alerts/cases';
import { twoHours } from '../alerts/world';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { PromtoolSeries } from '../prometheus/promtool-series';
import { diesAndReturns, fromTwoSources, lives, type Fate } from '../prometheus/two-sources';
import { ruleCases } from '../rules/cases';
import { promtool, rulesFailure } from '../rules/rule-run';
import type { Scenario, ScenarioContext } from '../runner/scenario';

/** Runs the cases of one source with two: results must be the same, so nothing counts twice, and nothing is missing when one is down. */
export const scenario: Scenario = {
  name: 'two-sources',
  title:
    'every case of the scaling rules and of the alerts holds when two kube-state-metrics tell the same, and the signals too when one of them dies and returns',
  tags: ['full'],
  needs: ['promtool'],
  timeout: '1200s',
  async run(context) {
    await signals(context);
    await alerts(context);
  },
};

function twice<Case extends { readonly series: readonly PromtoolSeries[] }>(
  cases: readonly Case[],
  fate: Fate,
): (Case & { series: readonly PromtoolSeries[] })[] {
  return cases.map((one) => ({ ...one, series: fromTwoSources(one.series, { told: ({ labels }) => labels['job'] === jobs.kubeStateMetrics, fate }) }));
}

/** Both sources are up in the first and the last third of each case; between them one is down. */
async function signals(context: ScenarioContext): Promise<void> {
  const rules = Manifests.of(shipped('dev')).configFiles(/^prometheus-rules-scaling-/);
  const failure = await rulesFailure(join(context.folder, 'signals'), rules, twice(ruleCases, diesAndReturns));
  if (failure !== undefined) throw new Error(failure);
  context.report(`one dies and returns: ${ruleCases.length} cases of the scaling rules hold`);
}

async function alerts(context: ScenarioContext): Promise<void> {
  const folder = join(context.folder, 'alerts');
  const rules = Manifests.of(shipped('dev')).configFiles(/^prometheus-rules-(alerts|trends)/);
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(rules).map(([file, text]) => writeFile(join(folder, file), text)));
  await writeFile(join(folder, 'tests.yaml'), alertTests({ cases: twice(alertCases, lives), ruleFiles: Object.keys(rules), step: twoHours.step }));
  const failure = await promtool(folder, ['test', 'rules', 'tests.yaml']);
  if (failure !== undefined) throw new Error(failure);
  context.report(`both live: ${alertCases.length} cases of the alerts hold`);
}
