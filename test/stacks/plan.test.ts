import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { environments } from '../../config/environments';
import { recordPlan, type Plan } from '../../stacks/plan';
import { PlanRecorder } from '../../stacks/plan-recorder';
import { planText } from '../../stacks/plan-text';
import { shown } from '../../stacks/plan-value';
import { environmentWith } from '../environment-with';
import { texts } from './planned';

const folder = join(__dirname, '..', '..', 'plans');

describe.each(environments.map((environment) => [environment.name, environment] as const))('the committed plan of %s', (name, environment) => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await recordPlan(environment);
  });

  test('is what the program declares, byte for byte', () => {
    if (readFileSync(join(folder, `${name}.yaml`), 'utf8') !== planText(plan)) {
      throw new Error(`plans/${name}.yaml must be generated again: run npm run plan, review the difference and commit it`);
    }
  });

  test('comes out the same when it is recorded twice', async () => {
    expect(planText(await recordPlan(environment))).toBe(planText(plan));
  });

  test('has at least thirty resources, in order, none of them twice', () => {
    const keys = plan.resources.map((resource) => `${resource.type}::${resource.name}`);
    expect(keys.length).toBeGreaterThanOrEqual(30);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  test('refers to other resources by name, and only to resources that it has', () => {
    const references = plan.resources.flatMap(({ inputs }) => texts(inputs)).flatMap((text) => [...text.matchAll(/\$\{(\w+)\.(.+)\.\w+\}/g)]);
    const known = plan.resources.map((resource) => `${resource.type.slice(resource.type.lastIndexOf(':') + 1)}.${resource.name}`);
    expect(references.length).toBeGreaterThan(30);
    expect(references.map(([, type, resource]) => `${type ?? ''}.${resource ?? ''}`).filter((reference) => !known.includes(reference))).toEqual([]);
  });

  test('says of every resource which component it belongs to', () => {
    expect(plan.resources.filter(({ parent }) => parent?.startsWith('lyo:platform:') !== true)).toEqual([]);
  });

  test('has the outputs that the program exports under Pulumi, and no secret among them', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, 'exported-outputs.ts'), name], { encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(JSON.parse(stdout)).toEqual(plan.outputs);
    expect(texts(plan.outputs)).not.toContain('[secret]');
  });
});

test('the folder holds the plan of every environment, and nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(environments.map(({ name }) => `${name}.yaml`).sort());
});

test('recordings in one process do not see each other, whatever their order and however close together they are asked for', async () => {
  const [dev, prod] = environments;
  if (dev === undefined || prod === undefined) throw new Error('there must be two environments');
  const order = [dev, prod, dev];
  const together = await Promise.all(order.map(recordPlan));
  expect(together.map(planText)).toEqual(order.map(({ name }) => readFileSync(join(folder, `${name}.yaml`), 'utf8')));
});

test('a recording that fails does not spoil the next', async () => {
  const [dev] = environments;
  if (dev === undefined) throw new Error('there must be an environment');
  const twoRepositoriesOfOneName = { ...dev, registry: { repository: 'mirror-quay', mirrored: true } };
  await expect(recordPlan(twoRepositoriesOfOneName)).rejects.toThrow('Repository::mirror-quay twice');
  expect(planText(await recordPlan(dev))).toBe(readFileSync(join(folder, 'dev.yaml'), 'utf8'));
});

test('another configuration gives another plan', async () => {
  expect(planText(await recordPlan(environmentWith({ 'nodePool.maxNodes': 11 })))).not.toBe(readFileSync(join(folder, 'dev.yaml'), 'utf8'));
});

test('a secret is shown as a word, wherever it stands', () => {
  const hidden = { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value: 'hunter2' };
  expect(shown({ b: [hidden, 'plain'], a: { password: hidden } })).toEqual({ a: { password: '[secret]' }, b: ['[secret]', 'plain'] });
});

test('a question to Google Cloud that has no answer in plans is refused by name', () => {
  expect(() => new PlanRecorder().call({ token: 'gcp:compute/getZones:getZones', inputs: {} })).toThrow('received gcp:compute/getZones:getZones');
});
