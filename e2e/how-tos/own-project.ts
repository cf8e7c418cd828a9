/** A copy of the project as a user has it: all tracked files, a configuration of the tests, its own git repository. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { milliseconds } from '../../config/duration';
import { patient } from '../waiting/patience';
import { edited, type FileEdit, type TypedCommand } from './page';

const root = join(__dirname, '..', '..');
const author = ['-c', 'user.name=somebody', '-c', 'user.email=somebody@lyo.example'] as const;

export class OwnProject {
  /** @param folder is created, and must not exist */
  public constructor(public readonly folder: string) {
    if (existsSync(folder)) throw new Error(`${folder} must not exist`);
    const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\0');
    for (const file of tracked.filter((name) => name !== '' && existsSync(join(root, name)))) {
      mkdirSync(dirname(this.path(file)), { recursive: true });
      cpSync(join(root, file), this.path(file));
    }
    symlinkSync(join(root, 'node_modules'), this.path('node_modules'));
    // `node_modules/` in .gitignore matches folders only, and here it is a link
    writeFileSync(this.path('.gitignore'), `${readFileSync(this.path('.gitignore'), 'utf8')}node_modules\n`);
    this.placeFixtures();
    execFileSync('git', ['init', '--quiet', '--initial-branch', 'main'], { cwd: folder });
    this.commit('Begin');
  }

  public path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  public edit(edit: FileEdit): void {
    const path = this.path(edit.file);
    const text = edited(existsSync(path) ? readFileSync(path, 'utf8') : undefined, edit);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Commits all files. */
  public commit(title: string): void {
    execFileSync('git', ['add', '--all'], { cwd: this.folder });
    execFileSync('git', [...author, 'commit', '--quiet', '--allow-empty', '--message', title], { cwd: this.folder });
  }

  /** @throws Error if its status or output differs from that of the page */
  public async type({ command, status, prints }: TypedCommand): Promise<void> {
    const { code, output } = await this.run(command);
    if (code !== status) throw new Error(`${command} must end with ${status}, ended with ${String(code)}:\n${output}`);
    const lines = output.split('\n');
    const missing = prints.filter((text) => !lines.some((line) => line.includes(text)));
    if (missing.length > 0) throw new Error(`${command} must print ${missing.join(' / ')}, printed:\n${output}`);
  }

  public run(command: string): Promise<{ readonly code: number | null; readonly output: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn('bash', ['-c', command], { cwd: this.folder, timeout: milliseconds(patient('3600s')) });
      let output = '';
      child.stdout.on('data', (text: Buffer) => (output += text.toString()));
      child.stderr.on('data', (text: Buffer) => (output += text.toString()));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output }));
    });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes the environments of the tests as those of the copy, with their generated files. */
  private placeFixtures(): void {
    rmSync(this.path('config', 'sizing'), { recursive: true });
    mkdirSync(this.path('config', 'sizing'));
    for (const file of Object.keys(fixtures)) writeFileSync(this.path(file), ownText(file));
    for (const folder of ['manifests', 'plans', 'docs/audit']) rmSync(this.path(folder), { recursive: true });
    for (const script of ['start', 'plan', 'audit']) execFileSync('npm', ['run', '--silent', script], { cwd: this.folder, stdio: 'pipe' });
  }
}

/** Files of a user's project that come from test/fixtures. */
const fixtures: Readonly<Record<string, string>> = {
  'config/dev.ts': 'dev.ts',
  'config/prod.ts': 'prod.ts',
  'config/standard.ts': 'standard.ts',
  'config/environment-sources.ts': 'environment-sources.ts',
  'config/sizing/dev.json': 'sizing/dev.json',
  'config/sizing/prod.json': 'sizing/prod.json',
  'checks/identity/frozen.json': 'frozen.json',
};

/** Whether a file of a user's project comes from test/fixtures instead of this project's configuration. */
export function isFixture(file: string): boolean {
  return file in fixtures;
}

/** Text of a file in a user's project before the user has changed it. */
export function ownText(file: string): string {
  const fixture = fixtures[file];
  if (fixture === undefined) return readFileSync(join(root, file), 'utf8');
  const text = readFileSync(join(root, 'test', 'fixtures', fixture), 'utf8').replaceAll("'../../config/", "'./");
  return file === 'config/dev.ts' ? asShipped(text) : text;
}

/** The environments of the tests have the policy from which others are made, and a user's has the one that is shipped. */
export function asShipped(dev: string): string {
  return dev
    .replace('import type { EnvironmentSource }', "import { classPolicies } from './class-policies';\nimport type { EnvironmentSource }")
    .replace('seedPolicy, standardTelemetry', 'standardTelemetry')
    .replace('scaling: seedPolicy,', shippedScaling);
}

const shippedScaling = '// until its load is recorded: npm run simulate -- --classify says which class it is\n      scaling: classPolicies.noisy,';
