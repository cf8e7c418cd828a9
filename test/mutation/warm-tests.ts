/** Runs suites in one long-lived process, so that a mutant reloads only the modules that it affects. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const answer = z.object({ passed: z.boolean(), bytes: z.number() });

/** Memory at which the process is restarted, because loaded suites stay in memory. */
const mostBytes = 1.2e9;

export interface Play {
  /** Path of a suite from the root. */
  readonly test: string;
  /** Modules to reload, by path from the root: the changed one and all that load it. */
  readonly stale: readonly string[];
  /** Tests with this text in their name run first in their block. */
  readonly first: string;
}

export class WarmTests {
  private child: ChildProcess | undefined;

  /** @param patience - milliseconds until a suite counts as failed */
  public constructor(
    private readonly folder: string,
    private readonly patience: number,
  ) {}

  /** @returns whether all tests of the suite pass; a suite that does not end, or ends the process, fails */
  public async passes(play: Play): Promise<boolean> {
    const child = (this.child ??= fork(join(this.folder, 'test/mutation/warm.mjs'), [], { cwd: this.folder, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }));
    const said = await new Promise<unknown>((resolve) => {
      const end = (message: unknown): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(message);
      };
      const timer = setTimeout(end, this.patience, undefined);
      child.once('message', end).once('exit', () => end(undefined));
      child.send(play);
    });
    const { data } = answer.safeParse(said);
    if (data === undefined || data.bytes > mostBytes) this.end();
    return data?.passed ?? false;
  }

  public end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }
}
