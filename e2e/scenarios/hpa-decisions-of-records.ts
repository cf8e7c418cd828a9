import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '../hpa-oracle/compare';
import { recordedCases } from '../hpa-oracle/recorded-cases';
import type { Scenario } from '../runner/scenario';
import { generatedLoad } from '../../simulator/load/generators';
import type { Load } from '../../simulator/load/load';
import { recordedFile, recordedFiles } from '../../simulator/load/recorded-file';
import { seedPolicy } from '../../test/fixtures/standard';

/** Seconds of each record: a day of decisions is 5760 syncs. */
const most = 86_400;

export const scenario: Scenario = {
  name: 'hpa-decisions-of-records',
  title:
    'replaying a day of each recorded load, our autoscaler writes what the controller of Kubernetes writes: a plain CPU autoscaler and the policy of the product',
  tags: ['full'],
  needs: ['hpa-oracle'],
  timeout: '2700s',
  async run(context) {
    const different: string[] = [];
    for (const load of recordedLoads(context.report.bind(context))) {
      for (const one of recordedCases(load, seedPolicy, most)) {
        const { syncs, changes, differences } = await compare([one], context.folder);
        context.report(`${one.id}: ${syncs} syncs, ${changes} changes of replicas, ${differences.length === 0 ? 'identical' : 'not identical'}`);
        different.push(...differences);
      }
    }
    if (different.length > 0) throw new Error(different.join('\n'));
  },
};

/** Loads of the folder that LYO_DATA names; synthetic ones without it. */
function* recordedLoads(report: (line: string) => void): Generator<Load> {
  const folder = join(process.env['LYO_DATA'] ?? '', 'traces');
  if (process.env['LYO_DATA'] !== undefined && existsSync(folder)) {
    for (const file of recordedFiles(folder)) yield recordedFile('LYO_DATA', file);
    return;
  }
  report('LYO_DATA is not set: made-up loads instead');
  for (const name of ['diurnal', 'flash-crowd', 'noise']) {
    const load = generatedLoad(name, 1);
    if (load !== undefined) yield load;
  }
}
