/** A copy of the project in which a file is broken and tests are run; what is compiled once stays compiled, for its path comes again. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { applied, type Mutant } from './mutant';
import { WarmTests } from './warm-tests';

export class Laboratory {
  private readonly warm: WarmTests;

  /** @param files - everything that is committed, from the root */
  public constructor(
    private readonly root: string,
    private readonly folder: string,
    files: readonly string[],
  ) {
    rmSync(folder, { recursive: true, force: true });
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    this.warm = new WarmTests(folder, 180_000);
  }

  /**
   * @param stale - the mutant's file and all that load it
   * @returns the first suite that fails with the fault and passes without it; undefined when none does
   * @throws Error when a suite fails without any fault: it would kill every mutant
   */
  public async killerOf(mutant: Mutant, tests: readonly string[], stale: readonly string[]): Promise<string | undefined> {
    const path = join(this.folder, mutant.file);
    const text = readFileSync(path, 'utf8');
    const play = (test: string): Promise<boolean> => this.warm.passes({ test, stale, first: basename(mutant.file, '.ts') });
    for (const test of tests) {
      writeFileSync(path, applied(mutant, text));
      const lived = await play(test);
      writeFileSync(path, text);
      if (lived) continue;
      if (await play(test)) return test;
      // nothing that an earlier fault left in the process may count
      this.warm.end();
      if (!(await play(test))) throw new Error(`${test} must pass before anything is broken`);
      return this.killerOf(mutant, tests.slice(tests.indexOf(test)), stale);
    }
    return undefined;
  }

  /** Those that start no programs, from the root. */
  public fastTests(): readonly string[] {
    const listed = execFileSync(process.execPath, [join(this.root, 'node_modules/jest/bin/jest.js'), '--selectProjects', 'fast', '--listTests'], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return listed
      .trim()
      .split('\n')
      .map((path) => relative(this.folder, path));
  }

  public remove(): void {
    this.warm.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
