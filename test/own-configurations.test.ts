/** Whatever legal configuration stands in config/: it is generated, holds every check, has a plan and passes the audit. */
import fc from 'fast-check';
import { synthesize } from '../charts/synthesis';
import { audit } from '../checks/cis/audit';
import { parsePlan } from '../checks/plan-file';
import { parseObjects } from '../checks/read-manifests';
import { rulesOver } from '../checks/rules';
import { runChecks } from '../checks/run';
import { notFrozenId } from '../checks/identity/not-frozen';
import type { Environment } from '../config/environment';
import { validate, validated } from '../config/validate';
import { recordPlan } from '../stacks/plan';
import { planText } from '../stacks/plan-text';
import { altered } from './altered';
import { dev } from './fixtures/dev';
import { ownConfigurations } from './own-configurations';

/** Environments that an earlier configuration had in the same company; most change one of two. */
const tried = new Set<string>();

/** Everything that `npm start` and `npm run audit` would refuse. */
async function refusals(environments: readonly Environment[]): Promise<readonly string[]> {
  const rules = rulesOver({ environments, frozen: {} }).filter(({ id }) => id !== notFrozenId);
  const found: string[] = [];
  for (const environment of environments) {
    const { name } = environment;
    const known = JSON.stringify(environment);
    if (tried.has(known)) continue;
    tried.add(known);
    const objects = synthesize(environment).flatMap((file) => parseObjects(file.yaml, `manifests/${name}/${file.name}`));
    const plan = parsePlan(planText(await recordPlan(environment)), `plans/${name}.yaml`);
    const { sections } = audit({ plan, manifests: { environment: name, objects } });
    found.push(
      ...runChecks(name, objects, rules).violations.map(({ rule, object, problem }) => `${name} ${rule} ${object}: ${problem}`),
      ...sections.flatMap(({ results }) => results.filter(({ status }) => status === 'fail').map(({ control }) => `${name} ${control.id}`)),
    );
  }
  return found;
}

test('there are at least twelve of them', () => {
  expect(ownConfigurations.length).toBeGreaterThanOrEqual(12);
});

test.each(ownConfigurations.map((one) => [one.name, one] as const))('%s: nothing is refused', async (_name, { environments }) => {
  expect(await refusals(validated(environments))).toEqual([]);
});

/** Sections that go with one another whatever they are. */
const parts = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/).filter((name) => name !== 'default'),
  minReplicas: fc.integer({ min: 1, max: 4 }),
  maxReplicas: fc.integer({ min: 5, max: 50 }),
  target: fc.constantFrom('300ms', '1.5s', '1s', '3s'),
  perPod: fc.integer({ min: 5, max: 400 }),
  operations: fc.integer({ min: 5, max: 120 }),
  maxNodes: fc.integer({ min: 10, max: 40 }),
  availability: fc.constantFrom(0.99, 0.995, 0.999),
  services: fc.integer({ min: 1, max: 3 }),
});

test('random legal ones too: nothing is refused', async () => {
  let legal = 0;
  for (const { name, ...part } of fc.sample(parts, { numRuns: 6, seed: 70 })) {
    const names = Array.from({ length: part.services }, (_, index) => `${name}${index}`);
    const size = (dev.sizing as Readonly<Record<string, unknown>>)['backend'];
    const source = altered(dev, {
      workloads: names.map((own) => ({ ...(dev.workloads[0] as object), name: own, namespace: `ns-${own}`, path: `/${own}` })),
      'sizing.backend': undefined,
      ...Object.fromEntries(names.map((own) => [`sizing.${own}`, size])),
      'workloads[0].scaling.minReplicas': part.minReplicas,
      'workloads[0].scaling.maxReplicas': part.maxReplicas,
      ...Object.fromEntries(
        ['cpu', 'memory', 'requestRate', 'latency', 'errors', 'forecast'].map((signal) => [`workloads[0].scaling.signals.${signal}.cap`, undefined]),
      ),
      'workloads[0].scaling.signals.latency.target': part.target,
      'workloads[0].scaling.signals.requestRate.perPod': part.perPod,
      'telemetry.operationsPerService': part.operations,
      'nodePool.maxNodes': part.maxNodes,
      'alerting.objectives.availability': part.availability,
    });
    const result = validate(source);
    // what validation refuses is not legal: the budget of series is the one that some of them break
    if (!result.ok) continue;
    legal += 1;
    // that fifty pods fit ten nodes is the pool's matter, and told as such
    expect((await refusals([result.environment])).filter((text) => !text.includes(' capacity/'))).toEqual([]);
  }
  expect(legal).toBeGreaterThanOrEqual(3);
});
