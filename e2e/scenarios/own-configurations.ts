import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnProject } from '../how-tos/own-project';
import type { Scenario } from '../runner/scenario';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';

const writer = 'node --import tsx test/write-own-configuration.ts';

/** `npm test` alone, in one process, says that tests do not mind (test/own-configurations.test.ts); this is what a pull request of its owner must pass. */
export const scenario: Scenario = {
  name: 'own-configurations',
  title: 'each of eighteen configurations, written into config/ of a copy and generated, frozen and committed, passes `npm run check`',
  tags: ['full'],
  needs: [],
  timeout: '18000s',
  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'lyo-own-'));
    try {
      const project = new OwnProject(join(folder, 'project'));
      const { OWN_CONFIGURATION: chosen } = process.env;
      const names = (await ended(project, writer)).trim().split('\n');
      if (names.length < 12) throw new Error(`at least twelve configurations must be tried, received ${names.length}`);
      const tried = names.filter((name) => chosen === undefined || name === chosen);
      // one copy for all, so that what was compiled and parsed once stays so
      for (const [index, name] of tried.entries()) {
        const watch = new Stopwatch();
        await checked(project, name);
        context.report(`${index + 1} of ${tried.length}: ${name}: ${formatDuration(watch.elapsed())}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function checked(project: OwnProject, name: string): Promise<void> {
  await ended(project, `${writer} ${JSON.stringify(name)} && npx prettier --write --log-level warn config`);
  await ended(project, 'npm start && npm run identity:freeze && npm run plan && npm run audit');
  project.commit(name);
  await ended(project, 'npm run check');
}

/** @throws Error with what it printed when it ends with anything but 0 */
async function ended(project: OwnProject, command: string): Promise<string> {
  const { code, output } = await project.run(command);
  if (code !== 0) throw new Error(`${command} must end with 0, ended with ${String(code)}:\n${output.slice(-20_000)}`);
  return output;
}
