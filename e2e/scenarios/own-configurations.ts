import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { OwnProject } from '../how-tos/own-project';
import { startedBy } from '../../command-line/tools';
import type { Scenario } from '../runner/scenario';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';

const writer = 'node --import tsx test/write-own-configuration.ts';

/**
 * Checks that a user's pull request must pass. A suite that passes without any configuration, generated file or frozen list cannot fail because of
 * a configuration; so each configuration gets every step of `npm run check`, with all other suites. OWN_CONFIGURATION is a pattern of the names to try.
 */
export const scenario: Scenario = {
  name: 'own-configurations',
  title: 'each of eighteen configurations, written into config/ of a copy and generated, frozen and committed, passes each step of `npm run check`',
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
      const pattern = new RegExp(chosen ?? '');
      const tried = names.filter((name) => pattern.test(name));
      if (tried.length === 0) throw new Error(`OWN_CONFIGURATION must be a pattern of one of ${names.join('; ')}, received ${chosen ?? 'nothing'}`);
      const suites = await mindful(project);
      context.report(`${suites.length} suites fail without a configuration: ${suites.join(' ')}`);
      const check = withSuites(suites);
      // one copy for all, to reuse compiled and parsed files
      for (const [index, name] of tried.entries()) {
        const watch = new Stopwatch();
        await checked(project, name, check);
        context.report(`${index + 1} of ${tried.length}: ${name}: ${formatDuration(watch.elapsed())}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function checked(project: OwnProject, name: string, check: string): Promise<void> {
  await ended(project, `${writer} ${JSON.stringify(name)} && npx prettier --write --log-level warn config`);
  await ended(project, 'npm start && npm run identity:freeze && npm run plan && npm run audit');
  project.commit(name);
  await ended(project, check);
}

const results = z.object({ testResults: z.array(z.object({ name: z.string(), status: z.string() })) });

/** The suites that fail without a configuration, sorted. */
async function mindful(project: OwnProject): Promise<readonly string[]> {
  await ended(project, `${writer} none`);
  const { output } = await project.run('npx jest --json --outputFile=results.json');
  const { testResults } = results.parse(JSON.parse(readFileSync(project.path('results.json'), 'utf8')));
  rmSync(project.path('results.json'));
  const failed = testResults.filter(({ status }) => status !== 'passed').map(({ name }) => relative(project.folder, name));
  if (failed.length === 0 || failed.length === testResults.length)
    throw new Error(`some suites must ask for the configuration, and some not, received:\n${output.slice(-5_000)}`);
  return failed.toSorted();
}

/** The steps of `npm run check`, with only the given suites. */
function withSuites(suites: readonly string[]): string {
  const steps = startedBy('check', []).steps.map((step) => step.join(' '));
  if (!steps.includes('npm run test')) throw new Error(`check must play the tests, plays ${steps.join(', ')}`);
  return steps.map((step) => (step === 'npm run test' ? `npm test -- ${suites.join(' ')}` : step)).join(' && ');
}

/** @throws Error with its output if its exit code is not 0 */
async function ended(project: OwnProject, command: string): Promise<string> {
  const { code, output } = await project.run(command);
  if (code !== 0) throw new Error(`${command} must end with 0, ended with ${String(code)}:\n${output.slice(-20_000)}`);
  return output;
}
