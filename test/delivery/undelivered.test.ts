import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undelivered, workflowsIn, type Workflow } from '../../delivery/undelivered';

/** As the project has them; whoever deploys with it changes them. */
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

/** Ours with another text of a file. */
function changed(file: string, change: (text: string) => string): readonly Workflow[] {
  return ours.map((one) => (one.file === file ? { file, text: change(one.text) } : one));
}

const withJob = (name: string) => (text: string) =>
  text.replace(
    '\n  promote:',
    `\n  ${name}:\n    needs: dev\n    uses: ./.github/workflows/deploy-environment.yaml\n    with:\n      environment: ${name}\n  promote:`,
  );

test('environments that are deployed and looked at for drift are not spoken of', () => {
  expect(undelivered(['dev', 'prod'], ours)).toEqual([]);
});

test.each(['staging', 'canary-eu'])('a new environment %s is named with the two places in which to add it, and no more once it stands there', (name) => {
  expect(undelivered(['dev', name, 'prod'], ours)).toEqual([
    `no workflow deploys ${name}: add a job to .github/workflows/deploy.yaml that uses ./.github/workflows/deploy-environment.yaml with environment: ${name}`,
    `no workflow checks ${name} for drift: add it to matrix.environment in .github/workflows/drift.yaml`,
  ]);
  const deployed = changed('deploy.yaml', withJob(name));
  expect(undelivered(['dev', name, 'prod'], deployed)).toHaveLength(1);
  const both = deployed.map((one) => (one.file === 'drift.yaml' ? { ...one, text: one.text.replace('[dev, prod]', `[dev, ${name}, prod]`) } : one));
  expect(undelivered(['dev', name, 'prod'], both)).toEqual([]);
});

test('an environment whose name another one begins with is not taken for it', () => {
  expect(undelivered(['de', 'dev', 'prod'], ours)).toHaveLength(2);
});

test('a project that something else deploys is told nothing', () => {
  const empty = mkdtempSync(join(tmpdir(), 'lyo-workflows-'));
  expect(undelivered(['dev'], workflowsIn(empty))).toEqual([]);
  rmSync(empty, { recursive: true });
  expect(undelivered(['dev'], [{ file: 'build.yaml', text: 'jobs: { build: { steps: [] } }' }])).toEqual([]);
});

test('the workflows of this project are read', () => {
  const read = workflowsIn(join(__dirname, '..', '..'));
  expect(read.map(({ file }) => file)).toContain('deploy-environment.yaml');
  expect(undelivered(['nobody-knows-it'], read)).toHaveLength(2);
});

test('a file that is no workflow hides none of the others', () => {
  expect(undelivered(['dev', 'prod', 'staging'], [...ours, { file: 'broken.yaml', text: 'jobs: [' }, { file: 'empty.yaml', text: '' }])).toHaveLength(2);
});
