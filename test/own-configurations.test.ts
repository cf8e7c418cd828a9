/** Any valid configuration in config/ is generated, passes every check, has a plan and passes the audit. */
import fc from 'fast-check';
import { validate, validated } from '../config/validate';
import { altered } from './altered';
import { dev } from './fixtures/dev';
import { ownConfigurations } from './own-configurations';
import { refusals } from './refusals';

test('there are at least twelve own configurations', () => {
  expect(ownConfigurations.length).toBeGreaterThanOrEqual(12);
});

test.each(ownConfigurations.map((one) => [one.name, one] as const))('%s: nothing is refused', async (_name, { environments }) => {
  expect(await refusals(validated(environments))).toEqual([]);
});

/** Sections that are valid in any combination. */
const parts = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/).filter((name) => name !== 'default'),
  minReplicas: fc.integer({ min: 1, max: 4 }),
  maxReplicas: fc.integer({ min: 5, max: 50 }),
  target: fc.constantFrom('7ms', '75ms', '300ms', '1.5s', '1s', '2.75s', '3s', '12s'),
  fixed: fc.boolean(),
  window: fc.constantFrom('50s', '70s', '95s', '130s', '220s'),
  perPod: fc.integer({ min: 5, max: 400 }),
  operations: fc.integer({ min: 5, max: 120 }),
  maxNodes: fc.integer({ min: 10, max: 40 }),
  availability: fc.constantFrom(0.99, 0.995, 0.999),
  services: fc.integer({ min: 1, max: 3 }),
});

test('random valid configurations: nothing is refused', async () => {
  let legal = 0;
  for (const { name, ...part } of fc.sample(parts, { numRuns: 10, seed: 70 })) {
    const names = Array.from({ length: part.services }, (_, index) => `${name}${index}`);
    const size = (dev.sizing as Readonly<Record<string, unknown>>)['backend'];
    const source = altered(dev, {
      workloads: names.map((own) => ({ ...(dev.workloads[0] as object), name: own, namespace: `ns-${own}`, path: `/${own}` })),
      'sizing.backend': undefined,
      ...Object.fromEntries(names.map((own) => [`sizing.${own}`, size])),
      'workloads[0].scaling.minReplicas': part.fixed ? part.maxReplicas : part.minReplicas,
      'workloads[0].scaling.maxReplicas': part.maxReplicas,
      ...Object.fromEntries(
        ['cpu', 'memory', 'requestRate', 'latency', 'errors', 'forecast'].map((signal) => [`workloads[0].scaling.signals.${signal}.cap`, undefined]),
      ),
      'workloads[0].scaling.signals.latency.target': part.target,
      'workloads[0].scaling.signals.requestRate.perPod': part.perPod,
      'telemetry.window': part.window,
      'telemetry.operationsPerService': part.operations,
      'nodePool.maxNodes': part.maxNodes,
      'alerting.objectives.availability': part.availability,
    });
    const result = validate(source);
    // some exceed the cardinality budget and are refused
    if (!result.ok) continue;
    legal += 1;
    // whether fifty pods fit on ten nodes is left to the capacity checks
    expect((await refusals([result.environment])).filter((text) => !text.includes(' capacity/'))).toEqual([]);
  }
  expect(legal).toBeGreaterThanOrEqual(3);
});
