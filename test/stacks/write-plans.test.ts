/** Runs the programs of the stacks. */
import { readdirSync } from 'node:fs';
import { planText } from '../../stacks/plan-text';
import { environments } from '../fixtures/environments';
import { ProjectCopy } from '../project-copy';
import { recordedPlan } from '../recorded-plan';

const project = new ProjectCopy();
afterAll(() => project.remove());

test('npm run plan writes the plans of the configuration to plans/', async () => {
  expect(project.run('stacks/write-plans.ts')).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(project.path('plans')).sort()).toEqual(environments.map(({ name }) => `${name}.yaml`).sort());
  for (const environment of environments) expect(project.read(`plans/${environment.name}.yaml`)).toBe(planText(await recordedPlan(environment)));
});

test.each(environments.map((environment) => [environment.name, environment] as const))(
  'the program under Pulumi exports the outputs in the plan of %s',
  async (name, environment) => {
    const { stdout, stderr, status } = project.run('test/stacks/exported-outputs.ts', [name]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(JSON.parse(stdout)).toEqual((await recordedPlan(environment)).outputs);
  },
);

test('a stack without an environment is refused by name', () => {
  const { status, stderr } = project.run('test/stacks/exported-outputs.ts', ['staging']);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^stack must be one of dev, prod, received staging\n/) });
});
