import { ALL_COMPONENTS } from '../../../e2e/toolchain/build';
import { buildOrder } from '../../../e2e/runner/build-order';
import type { ComponentName } from '../../../e2e/toolchain/components';
import { discoverScenarios } from '../../../e2e/runner/discover-scenarios';
import type { Scenario } from '../../../e2e/runner/scenario';

const scenario = (name: string, needs?: readonly ComponentName[]): Scenario => ({
  name,
  title: name,
  tags: ['smoke'],
  ...(needs === undefined ? {} : { needs }),
  run: () => Promise.resolve(),
});
const nothing = (): boolean => false;

test('programs for the scenario that lacks the fewest are built first', () => {
  expect(buildOrder([scenario('chain', ['otelcol', 'jaeger']), scenario('rules', ['promtool'])], nothing)).toEqual(['promtool', 'otelcol', 'jaeger']);
});

test('existing programs are not counted as lacking', () => {
  const scenarios = [scenario('rules', ['promtool', 'amtool']), scenario('chain', ['otelcol', 'jaeger', 'prometheus'])];
  expect(buildOrder(scenarios, (name) => name === 'otelcol' || name === 'prometheus')).toEqual(['prometheus', 'otelcol', 'jaeger', 'promtool', 'amtool']);
});

test('unneeded programs are not built, and a scenario without a list needs all of them', () => {
  expect(buildOrder([scenario('rules', ['promtool'])], nothing)).toEqual(['promtool']);
  expect([...buildOrder([scenario('any')], nothing)].sort()).toEqual([...ALL_COMPONENTS].sort());
});

test('for the real scenarios each program is built once, and at least five scenarios can start after half of the builds', async () => {
  const scenarios = await discoverScenarios();
  const order = buildOrder(scenarios, nothing);
  expect(new Set(order).size).toBe(order.length);
  const half = new Set(order.slice(0, Math.floor(order.length / 2)));
  expect(scenarios.filter(({ needs }) => needs?.every((name) => half.has(name))).length).toBeGreaterThanOrEqual(5);
});
