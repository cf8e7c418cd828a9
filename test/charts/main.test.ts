import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { synthesize } from '../../charts/synthesis';
import { environments } from '../fixtures/environments';
import { ProjectCopy, type Run } from '../project-copy';

const project = new ProjectCopy();
afterEach(() => project.restore());
afterAll(() => project.remove());

const run = (output: string, environment: Readonly<Record<string, string>> = {}): Run =>
  project.run('charts/main.ts', [], { CDK8S_OUTDIR: output, ...environment });
const edit = (file: string, from: string, to: string): void => project.edit(file, from, to);

test('a valid configuration is written as one folder per environment and one file per chart, and on request prints the source of each object', () => {
  const outcome = run('out', { CDK8S_RECORD_CONSTRUCT_METADATA: 'true' });
  expect(outcome).toEqual(expect.objectContaining({ status: 0, stderr: '' }));
  for (const environment of environments) {
    const files = synthesize(environment);
    expect(readdirSync(project.path('out', environment.name)).sort()).toEqual(files.map(({ name }) => name).sort());
    for (const { name, yaml } of files) expect(readFileSync(project.path('out', environment.name, name), 'utf8')).toBe(yaml);
  }
  expect(readdirSync(project.path('out')).sort()).toEqual(['construct-metadata.json', ...environments.map(({ name }) => name)].sort());
  const metadata = JSON.parse(readFileSync(project.path('out', 'construct-metadata.json'), 'utf8')) as { readonly resources: Record<string, unknown> };
  expect(metadata.resources['dev/HorizontalPodAutoscaler/lyo-backend/backend']).toEqual({
    path: 'autoscaling/backend-horizontal/autoscaler',
    source: 'charts/autoscaling.ts',
  });
});

test('a broken configuration exits with 1, prints every path, rule and value, and writes nothing', () => {
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
  expect(existsSync(project.path('out'))).toBe(false);
});

test('an output folder that cannot be written is named, with exit code 1', () => {
  writeFileSync(project.path('out'), 'a file where a folder belongs');
  const outcome = run('out');
  expect(outcome.status).toBe(1);
  expect(outcome.stderr).toMatch(/(EEXIST|ENOTDIR).*out/);
  expect(readFileSync(project.path('out'), 'utf8')).toBe('a file where a folder belongs');
});
