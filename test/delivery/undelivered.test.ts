import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undelivered, workflowsIn, type Workflow } from '../../delivery/undelivered';

/** Workflows as shipped; users of the project change their own. */
const ours: readonly Workflow[] = [
  {
    file: 'deploy.yaml',
    text: [
      'on: { push: { branches: [main] } }',
      'jobs:',
      '  dev:',
      '    uses: ./.github/workflows/deploy-environment.yaml',
      '    with:',
      '      environment: dev',
      '  promote:',
      '    needs: dev',
      '    steps: [{ run: npm run promote -- --env prod --pull-request }]',
    ].join('\n'),
  },
  { file: 'deploy-prod.yaml', text: 'jobs: { prod: { uses: ./.github/workflows/deploy-environment.yaml, with: { environment: prod } } }' },
  { file: 'drift.yaml', text: 'jobs: { drift: { strategy: { matrix: { environment: [dev, prod] } }, steps: [{ run: npm run drift }] } }' },
];

/** The shipped workflows with one file changed. */
function changed(file: string, change: (text: string) => string): readonly Workflow[] {
  return ours.map((one) => (one.file === file ? { file, text: change(one.text) } : one));
}

const withJob = (name: string) => (text: string) =>
  text.replace(
    '\n  promote:',
    `\n  ${name}:\n    needs: dev\n    uses: ./.github/workflows/deploy-environment.yaml\n    with:\n      environment: ${name}\n  promote:`,
  );

test('environments that the workflows deploy and check for drift are not mentioned', () => {
  expect(undelivered(['dev', 'prod'], ours)).toEqual([]);
});

test.each(['staging', 'canary-eu'])('a new environment %s is named with the two places where to add it, until it is added', (name) => {
  expect(undelivered(['dev', name, 'prod'], ours)).toEqual([
    `no workflow deploys ${name}: add a job to .github/workflows/deploy.yaml that uses ./.github/workflows/deploy-environment.yaml with environment: ${name}`,
    `no workflow checks ${name} for drift: add it to matrix.environment in .github/workflows/drift.yaml`,
  ]);
  const deployed = changed('deploy.yaml', withJob(name));
  expect(undelivered(['dev', name, 'prod'], deployed)).toHaveLength(1);
  const both = deployed.map((one) => (one.file === 'drift.yaml' ? { ...one, text: one.text.replace('[dev, prod]', `[dev, ${name}, prod]`) } : one));
  expect(undelivered(['dev', name, 'prod'], both)).toEqual([]);
});

test('an environment is not confused with another one whose name begins with its name', () => {
  expect(undelivered(['de', 'dev', 'prod'], ours)).toHaveLength(2);
});

test('a project with another way of deployment gets no message', () => {
  const empty = mkdtempSync(join(tmpdir(), 'lyo-workflows-'));
  expect(undelivered(['dev'], workflowsIn(empty))).toEqual([]);
  rmSync(empty, { recursive: true });
  expect(undelivered(['dev'], [{ file: 'build.yaml', text: 'jobs: { build: { steps: [] } }' }])).toEqual([]);
});

test('the workflows of this project are parsed', () => {
  const read = workflowsIn(join(__dirname, '..', '..'));
  expect(read.map(({ file }) => file)).toContain('deploy-environment.yaml');
  expect(undelivered(['nobody-knows-it'], read)).toHaveLength(2);
});

test('a file that is no workflow does not hide the others', () => {
  expect(undelivered(['dev', 'prod', 'staging'], [...ours, { file: 'broken.yaml', text: 'jobs: [' }, { file: 'empty.yaml', text: '' }])).toHaveLength(2);
});
