/** The command, as a person types it, in a copy of the project. */
import { existsSync } from 'node:fs';
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

test('when npm start finds something else, the list is as it was', () => {
  project.edit('config/dev.ts', "name: 'backend'", "name: 'shop'");
  project.edit('config/sizing/dev.json', '"backend"', '"shop"');
  project.edit('charts/prometheus.ts', "platformImage(environment, 'prometheus')", "'quay.io/prometheus/prometheus:latest'");
  const before = project.read(list);
  expect(retire('dev/backend', '--write')).toMatchObject({ status: 1, stderr: expect.stringContaining('checks/identity/frozen.json is as it was') });
  expect(project.read(list)).toBe(before);
});
