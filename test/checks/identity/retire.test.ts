/** The command, as a person types it, in a copy of the project. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ProjectCopy, type Run } from '../../project-copy';

const list = 'checks/identity/frozen.json';
const project = new ProjectCopy();
beforeEach(() => project.writeManifests());
afterEach(() => project.restore());
afterAll(() => project.remove());

const retire = (...args: readonly string[]): Run => project.run('checks/identity/retire.ts', args);

test('--help, a mistyped option, no name, two names and an unknown one', () => {
  expect(retire('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run identity:retire -- <what> --write') });
  expect(retire('dev', '--wirte')).toMatchObject({ status: 2 });
  expect(retire()).toMatchObject({ status: 1, stderr: 'must name one thing to retire, received nothing\n' });
  expect(retire('dev', 'prod')).toMatchObject({ status: 1, stderr: 'must name one thing to retire, received dev prod\n' });
  expect(retire('ordrs')).toMatchObject({ status: 1, stderr: expect.stringContaining('received ordrs') });
});

test('what the configuration still has is refused with the files to edit, and nothing is written', () => {
  const before = project.read(list);
  const { status, stderr } = retire('dev/backend', '--write', '--delete-data');
  expect(status).toBe(1);
  expect(stderr).toContain('the configuration still has dev/Deployment/lyo-backend/backend: take it out of config/dev.ts');
  expect(project.read(list)).toBe(before);
});

test('an environment: refused while its data has no owner, told without being done, then done, and nothing more is to be frozen', () => {
  project.edit('config/environment-sources.ts', "import { prod } from './prod';\n", '');
  project.edit('config/environment-sources.ts', '[dev, prod]', '[dev]');
  const before = project.read(list);
  const refused = retire('prod', '--write');
  expect(refused).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/nobody would own the data of prod: .*data-prometheus-0.*--delete-data\nnothing was written\n$/),
  });
  const told = retire('prod', '--delete-data');
  expect(told).toMatchObject({ status: 0, stdout: expect.stringMatching(/pulumi destroy --stack prod[\s\S]*nothing was written\n$/) });
  expect(project.read(list)).toBe(before);
  expect(existsSync(project.path('manifests', 'prod'))).toBe(true);
  expect(retire('prod', '--delete-data', '--write')).toMatchObject({ status: 0, stderr: '' });
  expect(Object.keys(JSON.parse(project.read(list)) as object)).toEqual(['dev']);
  expect(existsSync(project.path('manifests', 'prod'))).toBe(false);
  expect(existsSync(project.path('plans', 'prod.yaml'))).toBe(false);
  expect(existsSync(project.path('docs', 'audit', 'prod.md'))).toBe(false);
  expect(project.run('checks/identity/freeze.ts', ['--check'])).toMatchObject({ status: 0, stdout: 'nothing new\n' });
});

test('a workload that was renamed: the old name goes, with its own commands for the cluster, and npm start holds again', () => {
  project.edit('config/dev.ts', "name: 'backend'", "name: 'shop'");
  project.edit('config/sizing/dev.json', '"backend"', '"shop"');
  expect(project.run('delivery/start.ts')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('npm run identity:retire -- dev/Deployment/lyo-backend/backend'),
  });
  const done = retire('dev/backend', '--write');
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(done.stdout).toContain('kubectl delete horizontalpodautoscaler backend --namespace lyo-backend --ignore-not-found');
  expect(done.stdout).toContain('kubectl delete deployment backend --namespace lyo-backend --ignore-not-found');
  // the namespace is the new one's too
  expect(done.stdout).not.toContain('kubectl delete namespace');
  expect(project.run('delivery/start.ts')).toMatchObject({ status: 0 });
});

/** Everything that the command may write, by path: what a refusal or an interruption must leave byte for byte. */
function written(): Readonly<Record<string, string>> {
  const files = ['checks/identity', 'manifests', 'plans', 'docs'].flatMap((folder) =>
    existsSync(project.path(folder)) && statSync(project.path(folder)).isDirectory()
      ? readdirSync(project.path(folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => relative(project.folder, join(parentPath, name)))
      : [],
  );
  return {
    ...Object.fromEntries(files.map((file) => [file, createHash('sha256').update(project.read(file)).digest('hex')])),
    left: readdirSync(project.folder).sort().join(' '),
  };
}

/** A workload under another name, and plans and audit of before that are not of any run: whoever writes them again shows. */
function renamed(): void {
  project.edit('config/dev.ts', "name: 'backend'", "name: 'shop'");
  project.edit('config/sizing/dev.json', '"backend"', '"shop"');
  for (const folder of ['plans', 'docs/audit']) mkdirSync(project.path(folder), { recursive: true });
  writeFileSync(project.path('plans', 'dev.yaml'), 'of before\n');
  writeFileSync(project.path('docs', 'audit', 'dev.md'), 'of before\n');
}

/** What refuses, by what makes it refuse: each step of those that write, and putting in place itself. */
const refusals: Readonly<Record<string, { readonly breaks: () => void; readonly says: RegExp }>> = {
  'npm start, by a check of manifests': {
    breaks: () => project.edit('charts/prometheus.ts', "platformImage(environment, 'prometheus')", "'quay.io/prometheus/prometheus:latest'"),
    says: /delivery\/start\.ts refused: .* are as they were\n$/,
  },
  'npm run plan, by a folder where a plan shall be': {
    breaks: () => mkdirSync(project.path('plans', 'prod.yaml')),
    says: /stacks\/write-plans\.ts refused: .* are as they were\n$/,
  },
  'npm run audit, by a control': {
    breaks: () => project.edit('stacks/image-policy.ts', 'ALWAYS_DENY', 'ALWAYS_ALLOW'),
    says: /checks\/audit\.ts refused: .* are as they were\n$/,
  },
  'putting in place, by a file where a folder shall be': {
    breaks: () => {
      rmSync(project.path('docs'), { recursive: true });
      writeFileSync(project.path('docs'), 'of mine\n');
    },
    says: /EEXIST|ENOTDIR/,
  },
};

test.each(Object.entries(refusals))('when %s refuses, nothing has changed', (_, { breaks, says }) => {
  renamed();
  breaks();
  const before = written();
  const { status, stdout, stderr } = retire('dev/backend', '--write');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect(written()).toEqual(before);
});

test.each(['SIGINT', 'SIGTERM'] as const)('when somebody ends it by %s, nothing has changed', async (signal) => {
  renamed();
  const before = written();
  const text = project.read(list);
  const child = spawn(process.execPath, ['--import', 'tsx', 'checks/identity/retire.ts', 'dev/backend', '--write'], {
    cwd: project.folder,
    detached: true,
    stdio: 'ignore',
  });
  const end = once(child, 'exit');
  // the list is the first thing that changes
  while (child.exitCode === null && project.read(list) === text) await setTimeout(20);
  process.kill(-Number(child.pid), signal);
  expect(await end).toEqual([1, null]);
  expect(written()).toEqual(before);
});

test('what it wrote is what npm start, npm run plan and npm run audit write', () => {
  renamed();
  expect(retire('dev/backend', '--write')).toMatchObject({ status: 0, stderr: '' });
  const after = written();
  for (const program of ['delivery/start.ts', 'stacks/write-plans.ts', 'checks/audit.ts']) expect(project.run(program)).toMatchObject({ status: 0 });
  expect(written()).toEqual(after);
});
