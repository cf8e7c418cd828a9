/** A copy of the project in which a file is broken and tests are run; what is compiled once stays compiled, for its path comes again. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { applied, type Mutant } from './mutant';

export class Laboratory {
  private readonly jest: string;

  /** @param files - everything that is committed, from the root */
  public constructor(
    private readonly root: string,
    private readonly folder: string,
    files: readonly string[],
  ) {
    this.jest = join(root, 'node_modules/jest/bin/jest.js');
    rmSync(folder, { recursive: true, force: true });
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  }

  /** @returns whether a test of these fails */
  public isKilled(mutant: Mutant, tests: readonly string[]): boolean {
    const [path, text] = [join(this.folder, mutant.file), readFileSync(join(this.root, mutant.file), 'utf8')];
    writeFileSync(path, applied(mutant, text));
    try {
      return !this.passes(tests);
    } finally {
      writeFileSync(path, text);
    }
  }

  public passes(tests: readonly string[]): boolean {
    // what does not end is a failure too
    const { status } = spawnSync(process.execPath, [this.jest, '-w', '1', '--bail', '--forceExit', ...tests, '--selectProjects', 'fast'], {
      cwd: this.folder,
      stdio: 'ignore',
      timeout: 900_000,
    });
    return status === 0;
  }

  /** Those that start no programs, from the root. */
  public fastTests(): readonly string[] {
    const listed = execFileSync(process.execPath, [this.jest, '--selectProjects', 'fast', '--listTests'], {
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
    rmSync(this.folder, { recursive: true, force: true });
  }
}
