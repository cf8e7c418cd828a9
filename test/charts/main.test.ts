import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environments } from '../../config/environments';
import { synthesize } from '../../charts/synthesis';

const root = join(__dirname, '..', '..');
let project = '';

/** A copy of the program, so that its configuration can be broken as a person would break it: in the file. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'lyo-main-'));
  for (const part of ['config', 'constructs', 'charts', 'imports', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(project, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
});

afterEach(() => rmSync(project, { recursive: true }));

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(output: string, environment: Readonly<Record<string, string>> = {}): Outcome {
  return spawnSync(process.execPath, ['--import', 'tsx', 'charts/main.ts'], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_OUTDIR: output, ...environment },
  });
}

function edit(file: string, from: string, to: string): void {
  const path = join(project, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} must contain ${from}`);
  writeFileSync(path, text.replace(from, to));
}

test('a valid configuration becomes one folder an environment and one file a chart', () => {
  const outcome = run('out');
  expect(outcome).toEqual(expect.objectContaining({ status: 0, stderr: '' }));
  for (const environment of environments) {
    const files = synthesize(environment);
    expect(readdirSync(join(project, 'out', environment.name)).sort()).toEqual(files.map(({ name }) => name).sort());
    for (const { name, yaml } of files) expect(readFileSync(join(project, 'out', environment.name, name), 'utf8')).toBe(yaml);
  }
  expect(readdirSync(join(project, 'out')).sort()).toEqual(environments.map(({ name }) => name).sort());
});

test('on request it records where each object comes from, for the command line of cdk8s', () => {
  expect(run('out', { CDK8S_RECORD_CONSTRUCT_METADATA: 'true' }).status).toBe(0);
  const metadata = JSON.parse(readFileSync(join(project, 'out', 'construct-metadata.json'), 'utf8')) as { readonly resources: Record<string, unknown> };
  expect(metadata.resources['dev/HorizontalPodAutoscaler/lyo-backend/backend']).toEqual({
    path: 'autoscaling/backend-horizontal/autoscaler',
    source: 'charts/autoscaling.ts',
  });
});

test('a broken configuration ends with exit code 1, every path, rule and value, and nothing written', () => {
  edit('config/dev.ts', "version: '1.36'", "version: '1.34'");
  edit('config/prod.ts', 'minNodes: 3', 'minNodes: 11');
  edit('config/sizing/prod.json', '"idleMemory"', '"idle"');
  const outcome = run('out');
  expect(outcome.status).toBe(1);
  expect(outcome.stdout).toBe('');
  expect(outcome.stderr).toContain('dev.cluster.version: must be at least 1.35, the first version with autoscaler tolerances, received "1.34"');
  expect(outcome.stderr).toContain('prod.nodePool.minNodes: must be at most maxNodes (10), received 11');
  expect(outcome.stderr).toContain('prod.sizing.backend.idle: is not a known option, received "128Mi"');
  expect(outcome.stderr).not.toContain('    at ');
  expect(existsSync(join(project, 'out'))).toBe(false);
});

test('an output that cannot be written ends with exit code 1 and names it', () => {
  writeFileSync(join(project, 'out'), 'a file where a folder belongs');
  const outcome = run('out');
  expect(outcome.status).toBe(1);
  expect(outcome.stderr).toMatch(/(EEXIST|ENOTDIR).*out/);
  expect(readFileSync(join(project, 'out'), 'utf8')).toBe('a file where a folder belongs');
});
