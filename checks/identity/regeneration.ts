/** Manifests, plans and audit from a shortened list: the files on disk are all old or all new, even if a program refuses or the run is interrupted. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { frozenFile, type FrozenList } from './frozen';
import { Replacement } from './replacement';

/** The programs in their order, with what each writes; the last reads what the others wrote. */
export const steps = [
  { program: 'delivery/start.ts', writes: 'manifests' },
  { program: 'stacks/write-plans.ts', writes: 'plans' },
  { program: 'checks/audit.ts', writes: 'docs/audit' },
] as const;

export type Step = (typeof steps)[number];

export interface Workplace {
  /** Of the project. */
  readonly root: string;
  /** Where the program is to write, under the names that things have in the project. */
  readonly work: string;
  readonly signal: AbortSignal;
}

/** @returns whether the program did it */
export type Play = (step: Step, workplace: Workplace) => Promise<boolean>;

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * @param root - of the project
 * @param play - starts a program
 * @returns why nothing was written, or `undefined` when everything was
 */
export async function regenerated(root: string, list: FrozenList, play: Play = asProcess): Promise<string | undefined> {
  // next to the old files, because a rename works only within one file system
  const work = mkdtempSync(join(root, '.retirement-'));
  const replacement = new Replacement(join(work, 'previous'));
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = (): void => interruption.abort();
  for (const name of interruptions) process.on(name, interrupt);
  try {
    writeFileSync(join(work, 'list'), `${JSON.stringify(list, null, 2)}\n`);
    // the programs compare with the list where it belongs
    replacement.replace(join(root, frozenFile), join(work, 'list'));
    for (const step of steps) {
      prepare(step, root, work);
      if ((await play(step, { root, work, signal })) && !signal.aborted) continue;
      replacement.undo();
      return signal.aborted ? 'interrupted' : `${step.program} refused`;
    }
    for (const { writes } of steps) replacement.replace(join(root, writes), join(work, writes));
    return undefined;
  } catch (error) {
    replacement.undo();
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
    for (const name of interruptions) process.off(name, interrupt);
  }
}

/** Under the names that things have in the project, for the audit names the files that it read; a copy, for the program itself knows which of the files are its own. */
function prepare({ writes }: Step, root: string, work: string): void {
  if (existsSync(join(root, writes))) cpSync(join(root, writes), join(work, writes), { recursive: true });
  else mkdirSync(dirname(join(work, writes)), { recursive: true });
}

const asProcess: Play = async ({ program, writes }, { root, work, signal }) => {
  const args = ['--import', 'tsx', '--import', join(root, 'command-line/faults.ts'), join(root, program), '--output', writes];
  const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'], signal });
  return new Promise((resolve, reject) => {
    // an interruption is an error of the child first, and its end afterwards
    child.on('error', (error) => (signal.aborted ? undefined : reject(error)));
    child.on('close', (status) => resolve(status === 0));
  });
};
