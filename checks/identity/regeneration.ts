/** Generates manifests, plans and audit with a shortened frozen list. The files on disk are either all old or all new, even if a program fails or the run is interrupted. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { frozenFile, type FrozenList } from './frozen';
import { Replacement } from './replacement';

/** The programs in order, with the files that each writes; the last one reads the files of the others. */
export const steps = [
  { program: 'delivery/start.ts', writes: 'manifests' },
  { program: 'stacks/write-plans.ts', writes: 'plans' },
  { program: 'checks/audit.ts', writes: 'docs/audit' },
] as const;

export type Step = (typeof steps)[number];

export interface Workplace {
  /** Root of the project. */
  readonly root: string;
  /** Folder for the program's output, with the same names as in the project. */
  readonly work: string;
  readonly signal: AbortSignal;
}

/** Runs a program. @returns whether it succeeded */
export type Play = (step: Step, workplace: Workplace) => Promise<boolean>;

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * @param root - root of the project
 * @param play - runs a program
 * @returns why nothing was written, or `undefined` when everything was
 */
export async function regenerated(root: string, list: FrozenList, play: Play = asProcess): Promise<string | undefined> {
  // beside the old files, because a rename works only within one file system
  const work = mkdtempSync(join(root, '.retirement-'));
  const replacement = new Replacement(join(work, 'previous'));
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = (): void => interruption.abort();
  for (const name of interruptions) process.on(name, interrupt);
  try {
    writeFileSync(join(work, 'list'), `${JSON.stringify(list, null, 2)}\n`);
    // the programs read the list at its place in the project
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

/** Copies a program's old output into its work folder, under the names of the project: the audit prints the names of files that it reads, and a program removes only its own old files. */
function prepare({ writes }: Step, root: string, work: string): void {
  if (existsSync(join(root, writes))) cpSync(join(root, writes), join(work, writes), { recursive: true });
  else mkdirSync(dirname(join(work, writes)), { recursive: true });
}

const asProcess: Play = async ({ program, writes }, { root, work, signal }) => {
  const args = ['--import', 'tsx', '--import', join(root, 'command-line/faults.ts'), join(root, program), '--output', writes];
  const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'], signal });
  return new Promise((resolve, reject) => {
    // an aborted child first emits "error", then "close"
    child.on('error', (error) => (signal.aborted ? undefined : reject(error)));
    child.on('close', (status) => resolve(status === 0));
  });
};
