import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { alertFiles } from '../../charts/alert-rules';
import { alertTests } from '../alerts/alert-tests';
import { healthyDay, shortDay } from '../alerts/healthy-day';
import { legalEnvironments } from '../alerts/legal-environments';
import { promtool } from '../rules/rule-run';
import type { Scenario } from '../runner/scenario';
import { webWorkloads } from '../../config/workload';

/** Any number: another one draws other environments, in which nothing may fire either. */
const seed = 20_261_128;
const count = 60;

export const scenario: Scenario = {
  name: 'healthy-days',
  title: 'a healthy day raises no alert in any of sixty legal environments drawn from a seed: fixed replicas, caps below the load, no spans, full volumes',
  tags: ['full'],
  needs: ['promtool'],
  async run(context) {
    const environments = legalEnvironments(count, seed);
    const failures: string[] = [];
    for (const [index, environment] of environments.entries()) {
      const day = healthyDay(environment);
      const folder = join(context.folder, String(index));
      const rules = Object.fromEntries(
        Object.entries(alertFiles(environment)).map(([file, groups]) => [`${file}.yaml`, stringify({ groups }, { lineWidth: 0 })]),
      );
      await mkdir(folder, { recursive: true });
      await Promise.all(Object.entries(rules).map(([file, text]) => writeFile(join(folder, file), text)));
      await writeFile(join(folder, 'tests.yaml'), alertTests({ cases: [day], ruleFiles: Object.keys(rules), step: shortDay.step }));
      const failure = await promtool(folder, ['test', 'rules', 'tests.yaml']);
      if (failure !== undefined) failures.push(`${day.title}: ${alertsIn(failure)}`);
    }
    if (failures.length > 0) throw new Error(`${failures.length} of ${count} healthy days raise alerts:\n${failures.join('\n')}`);
    const fixed = environments.filter((environment) => webWorkloads(environment).some(({ scaling }) => scaling.minReplicas === scaling.maxReplicas)).length;
    const untraced = environments.filter((environment) => webWorkloads(environment).some(({ instrumentation }) => instrumentation === 'none')).length;
    context.report(`${count} environments from seed ${seed}, ${fixed} with as many replicas at most as at least, ${untraced} without spans: no alert`);
  },
};

/** Names of the alerts that promtool got. */
function alertsIn(failure: string): string {
  const names = [...failure.matchAll(/alertname=\\?"(\w+)\\?"/g)].map(([, name = '']) => name).filter((name) => name !== 'Deadman');
  return [...new Set(names)].sort().join(', ') || failure;
}
