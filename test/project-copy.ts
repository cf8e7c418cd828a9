/** Copies of the project for tests that start its programs. Their environments are those of test/fixtures, and a test may break anything in them. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../charts/synthesis';
import { writeManifests } from '../charts/written-manifests';
import { environments } from './fixtures/environments';
import { oncePerEnvironment } from './once-per-environment';

const root = join(__dirname, '..');
const fixtures = join(__dirname, 'fixtures');
/** Folders and files that programs need, without generated ones. */
const rooms = [
  'command-line',
  'config',
  'imports',
  'constructs',
  'charts',
  'stacks',
  'checks',
  'planning',
  'simulator',
  'autoscaler',
  'optimizer',
  'delivery',
  'test',
] as const;
const files = ['cdk8s.yaml', 'package.json', 'tsconfig.json', 'Pulumi.yaml'] as const;

const synthesized = oncePerEnvironment(synthesize);

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Creates an unused folder with the first free number, so that paths are reused: tsx caches compiled files by path and content, so one copy uses the compiled files
 * of an earlier one.
 */
function claimed(number = 0): string {
  const folder = join(tmpdir(), `lyo-project-${number}`);
  try {
    mkdirSync(folder);
    return folder;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    return claimed(number + 1);
  }
}

export class ProjectCopy {
  public readonly folder = claimed();

  public constructor() {
    symlinkSync(join(root, 'node_modules'), this.path('node_modules'));
    this.fill();
  }

  /** Restores all files, so that one copy serves all tests of a file and compiled files are reused. */
  public restore(): void {
    for (const name of readdirSync(this.folder).filter((entry) => entry !== 'node_modules')) rmSync(this.path(name), { recursive: true });
    this.fill();
  }

  public path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  public read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  /** @throws Error if the file does not contain `find` */
  public edit(file: string, find: string, replace: string): void {
    const text = this.read(file);
    if (!text.includes(find)) throw new Error(`${file} must contain ${find}`);
    writeFileSync(this.path(file), text.replace(find, replace));
  }

  /** Writes the manifests that `npm start` would write, without its checks. */
  public writeManifests(): void {
    writeManifests(environments, this.path('manifests'), { withMetadata: false }, synthesized);
  }

  /** Runs one of the project's programs, as its npm script does. */
  public run(program: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Run {
    return this.node(['--import', 'tsx', '--import', './command-line/faults.ts', program, ...args], env);
  }

  public node(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
    // only to find programs that hang: on two cores with a load of 20 the longest program takes minutes
    const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, ...env },
      timeout: 600_000,
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private fill(): void {
    for (const room of rooms) cpSync(join(root, room), this.path(room), { recursive: true });
    for (const file of files) cpSync(join(root, file), this.path(file));
    this.placeFixtures();
  }

  private placeFixtures(): void {
    for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(join(fixtures, file), 'utf8');
      writeFileSync(this.path('config', file), text.replaceAll("'../../config/", "'./"));
    }
    rmSync(this.path('config', 'sizing'), { recursive: true });
    cpSync(join(fixtures, 'sizing'), this.path('config', 'sizing'), { recursive: true });
    cpSync(join(fixtures, 'frozen.json'), this.path('checks', 'identity', 'frozen.json'));
  }
}
