import * as pulumi from '@pulumi/pulumi';
import { environments } from '../fixtures/environments';
import { recordPlan, type Plan } from '../../stacks/plan';
import { PlanRecorder } from '../../stacks/plan-recorder';
import { planText } from '../../stacks/plan-text';
import { shown } from '../../stacks/plan-value';
import { environmentWith } from '../environment-with';
import { texts } from './planned';

describe.each(environments.map((environment) => [environment.name, environment] as const))('the plan of %s', (_, environment) => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await recordPlan(environment);
  });

  test('is the same when it is recorded twice', async () => {
    expect(planText(await recordPlan(environment))).toBe(planText(plan));
  });

  test('has at least thirty resources, sorted and without duplicates', () => {
    const keys = plan.resources.map((resource) => `${resource.type}::${resource.name}`);
    expect(keys.length).toBeGreaterThanOrEqual(30);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  test('refers by name only to resources that it has', () => {
    const references = plan.resources.flatMap(({ inputs }) => texts(inputs)).flatMap((text) => [...text.matchAll(/\$\{(\w+)\.(.+)\.\w+\}/g)]);
    const known = plan.resources.map((resource) => `${resource.type.slice(resource.type.lastIndexOf(':') + 1)}.${resource.name}`);
    expect(references.length).toBeGreaterThan(30);
    expect(references.map(([, type, resource]) => `${type ?? ''}.${resource ?? ''}`).filter((reference) => !known.includes(reference))).toEqual([]);
  });

  test('names the component of every resource', () => {
    expect(plan.resources.filter(({ parent }) => parent?.startsWith('lyo:platform:') !== true)).toEqual([]);
  });

  test('has outputs, none of them secret', () => {
    expect(Object.keys(plan.outputs).length).toBeGreaterThan(0);
    expect(texts(plan.outputs)).not.toContain('[secret]');
  });
});

test('recordings in one process do not affect each other, in any order and at the same time', async () => {
  const [dev, prod] = environments;
  if (dev === undefined || prod === undefined) throw new Error('there must be two environments');
  const [alone, other] = [planText(await recordPlan(dev)), planText(await recordPlan(prod))];
  const together = await Promise.all([dev, prod, dev].map(recordPlan));
  expect(together.map(planText)).toEqual([alone, other, alone]);
});

test('a failed recording does not affect the next one', async () => {
  const [dev] = environments;
  if (dev === undefined) throw new Error('there must be an environment');
  const before = planText(await recordPlan(dev));
  const twoRepositoriesOfOneName = { ...dev, registry: { repository: 'mirror-quay', mirrored: true } };
  await expect(recordPlan(twoRepositoriesOfOneName)).rejects.toThrow('Repository::mirror-quay twice');
  expect(planText(await recordPlan(dev))).toBe(before);
});

test('another configuration gives another plan', async () => {
  expect(planText(await recordPlan(environmentWith({ 'nodePool.maxNodes': 11 })))).not.toBe(planText(await recordPlan(environmentWith())));
});

test('a secret is shown as a placeholder, wherever it is', () => {
  const hidden = { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value: 'hunter2' };
  expect(shown({ b: [hidden, 'plain'], a: { password: hidden } })).toEqual({ a: { password: '[secret]' }, b: ['[secret]', 'plain'] });
});

test('a data source of Google Cloud without an answer in plans is refused by name', () => {
  expect(() => new PlanRecorder().call({ token: 'gcp:compute/getZones:getZones', inputs: {} })).toThrow('received gcp:compute/getZones:getZones');
});
