/** A copy of the project in which a file is mutated and suites run. Its path stays the same, so that compiled files are reused. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { allApplied, type Mutant } from './mutant';
import { WarmTests } from './warm-tests';

export class Laboratory {
  private readonly warm: WarmTests;
  /** Modules that the process has loaded with a mutant in them. */
  private broken: ReadonlySet<string> = new Set();
  /** Suites that passed without a mutant. */
  private readonly sound = new Set<string>();

  /** @param files - all committed files, by path from the root */
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
   * @param stale - the file of the mutant and all modules that load it
   * @returns the first suite that fails with the mutant and passes without it; undefined if there is none
   * @throws Error if a suite fails without any mutant: it would kill all of them
   */
  public async killerOf(mutant: Mutant, tests: readonly string[], stale: readonly string[]): Promise<string | undefined> {
    for (const test of tests) if ((await this.killedBy(test, [mutant], () => stale)).length > 0) return test;
    return undefined;
  }

  /**
   * Finds the mutants that a suite kills. All are applied at once; if the suite fails, it runs again with halves of them until each killed mutant is known. A mutant
   * that another one hides counts as survivor.
   * @param staleFor - the file of a mutant and all modules that load it
   * @throws Error if the suite fails without any mutant
   */
  public async killedBy(test: string, mutants: readonly Mutant[], staleFor: (mutant: Mutant) => readonly string[]): Promise<readonly Mutant[]> {
    if (mutants.length === 0 || (await this.passesWith(test, mutants, staleFor))) return [];
    if (mutants.length > 1) {
      const middle = Math.ceil(mutants.length / 2);
      return [...(await this.killedBy(test, mutants.slice(0, middle), staleFor)), ...(await this.killedBy(test, mutants.slice(middle), staleFor))];
    }
    if (this.sound.has(test) || (await this.passesWith(test, [], staleFor))) {
      this.sound.add(test);
      return mutants;
    }
    // an earlier mutant must leave nothing in the process
    this.warm.end();
    if (!(await this.passesWith(test, [], staleFor))) throw new Error(`${test} must pass before anything is broken`);
    this.sound.add(test);
    return (await this.passesWith(test, mutants, staleFor)) ? [] : mutants;
  }

  private async passesWith(test: string, mutants: readonly Mutant[], staleFor: (mutant: Mutant) => readonly string[]): Promise<boolean> {
    const touched = new Set(mutants.flatMap(staleFor));
    const stale = [...new Set([...this.broken, ...touched])];
    const files = [...new Set(mutants.map(({ file }) => file))].map((file) => {
      const path = join(this.folder, file);
      return { path, here: mutants.filter((mutant) => mutant.file === file), text: readFileSync(path, 'utf8') };
    });
    for (const { path, here, text } of files) writeFileSync(path, allApplied(here, text));
    const passed = await this.warm.passes({ test, stale, first: basename(mutants[0]?.file ?? '', '.ts') });
    for (const { path, text } of files) writeFileSync(path, text);
    this.broken = touched;
    return passed;
  }

  /** Suites by path from the root. `fast` start no programs; `processes` do, in this folder. */
  public testsOf(project: 'fast' | 'processes'): readonly string[] {
    const listed = execFileSync(process.execPath, [join(this.root, 'node_modules/jest/bin/jest.js'), '--selectProjects', project, '--listTests'], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return listed
      .trim()
      .split('\n')
      .map((path) => relative(this.folder, path));
  }

  /** True if a suite passes here without a mutant. Suites that need git or installed tools do not, and are left out. */
  public async isSound(test: string): Promise<boolean> {
    return this.passesWith(test, [], () => []);
  }

  public remove(): void {
    this.warm.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
