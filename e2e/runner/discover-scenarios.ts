import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { SCENARIO_TAGS, type Scenario } from './scenario';

const shape = z.object({
  name: z.string(),
  title: z.string().min(1),
  tags: z.array(z.enum(SCENARIO_TAGS)),
  run: z.custom<Scenario['run']>((value) => typeof value === 'function'),
});
const scenarioModule = z.object({ scenario: z.custom<Scenario>((value) => shape.safeParse(value).success) });

/** The scenarios of a folder, by name. A file that exports none is a mistake, not a silently smaller run. */
export async function discoverScenarios(folder = join(__dirname, '..', 'scenarios')): Promise<readonly Scenario[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  // by name and not by file: the end of `a.ts` sorts behind the hyphen of `a-b.ts`
  const names = files.map((file) => basename(file, '.ts')).sort();
  return Promise.all(names.map((name) => loadScenario(join(folder, `${name}.ts`))));
}

async function loadScenario(path: string): Promise<Scenario> {
  const loaded = scenarioModule.safeParse(await import(path));
  if (!loaded.success) {
    throw new Error(`${path} must export "scenario" with name, title, tags (${SCENARIO_TAGS.join(', ')}) and run`);
  }
  const { scenario } = loaded.data;
  const expected = basename(path, '.ts');
  if (scenario.name !== expected) throw new Error(`${path}: scenario.name must be "${expected}", got "${scenario.name}"`);
  return scenario;
}
