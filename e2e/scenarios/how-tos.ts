import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { OwnProject } from '../how-tos/own-project';
import { stepsOf, type Step } from '../how-tos/page';
import type { Scenario } from '../runner/scenario';
import { REAL_CHAIN_PROGRAMS } from '../toolchain/components';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';

const pages = join(__dirname, '..', '..', 'docs', 'how-to');

/** Follows each page as a reader would: its changes and commands in order, in a copy of the project. */
export const scenario: Scenario = {
  name: 'how-tos',
  title: 'each page of docs/how-to and the tutorial, followed in a copy of the project: every change fits, every command ends and prints as the page tells',
  tags: ['full'],
  needs: ['promtool', 'amtool', 'otelcol', ...REAL_CHAIN_PROGRAMS],
  timeout: '7200s',
  async run(context) {
    const report = (line: string): void => context.report(line);
    const chosen = process.env['HOW_TO'];
    const all = [...readdirSync(pages).filter((name) => name !== 'README.md'), '../tutorial.md'];
    for (const page of all.filter((name) => chosen === undefined || basename(name) === `${chosen}.md`)) {
      const folder = mkdtempSync(join(tmpdir(), 'lyo-how-to-'));
      try {
        await followed(page, new OwnProject(join(folder, 'project')), report);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  },
};

async function followed(page: string, project: OwnProject, report: (line: string) => void): Promise<void> {
  const whole = new Stopwatch();
  let commands = 0;
  for (const step of stepsOf(readFileSync(join(pages, page), 'utf8'))) commands += await taken(project, step, (line) => report(`  ${line}`));
  if (commands === 0) throw new Error(`${page} must have commands, received none`);
  report(`${page}: ${commands} commands in ${formatDuration(whole.elapsed())}`);
}

/** @returns how many commands it has */
async function taken(project: OwnProject, step: Step, report: (line: string) => void): Promise<number> {
  if (step.kind === 'edits') {
    for (const edit of step.edits) project.edit(edit);
    return 0;
  }
  for (const command of step.commands) {
    const watch = new Stopwatch();
    await project.type(command);
    report(`${command.command}: ${command.status}, ${formatDuration(watch.elapsed())}`);
  }
  return step.commands.length;
}
