/** Copies of the project for tests that start its programs: the environments in them are those of test/fixtures, and a test may break what it likes. */
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
/** What programs that read the configuration are made of; nothing that they generate is among it. */
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
 * A folder that nobody else has. The first free number, so that paths come again: tsx keeps what it compiled by path and content, and what one copy compiled is there for
 * the next.
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

  /** Everything as it was, whoever changed it: one copy serves the tests of a file, and what was compiled once stays compiled. */
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

  /** @throws Error when the file does not hold what is to be replaced */
  public edit(file: string, find: string, replace: string): void {
    const text = this.read(file);
    if (!text.includes(find)) throw new Error(`${file} must contain ${find}`);
    writeFileSync(this.path(file), text.replace(find, replace));
  }

  /** Puts what `npm start` would write where it would write it, without its checks. */
  public writeManifests(): void {
    writeManifests(environments, this.path('manifests'), { withMetadata: false }, synthesized);
  }

  /** Runs one of the project's programs, as its npm script does. */
  public run(program: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Run {
    return this.node(['--import', 'tsx', '--import', './command-line/faults.ts', program, ...args], env);
  }

  public node(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
    // finds what hangs and measures nothing: on two cores with a load of 20 the longest program takes minutes
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
