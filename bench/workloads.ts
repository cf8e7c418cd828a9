import { cardinalityBudget, usableMemory, usableStorage } from '../config/budgets/cardinality-budget';
import { dev } from '../test/fixtures/dev';
import type { Environment } from '../config/environment';
import { bytes } from '../config/quantities';
import { validated } from '../config/validate';

/** Development with `count` copies of its backend, each with a name and a path of its own, sized and scaled like the first. */
export function environmentOf(count: number): Environment {
  const [shipped] = validated([dev]);
  const original = shipped?.workloads[0];
  const size = original === undefined ? undefined : shipped?.sizing[original.name];
  if (shipped === undefined || original === undefined || size === undefined) throw new Error('development must have a workload with sizing');
  const { [original.name]: _, ...components } = shipped.sizing;
  const names = Array.from({ length: count }, (_, index) => `${original.name}-${String(index).padStart(4, '0')}`);
  const workloads = names.map((name) => ({ ...original, name, path: `/${name}` }));
  const sizing = { ...components, ...Object.fromEntries(names.map((name) => [name, size])) };
  const [copies] = validated([{ ...shipped, workloads, sizing: { ...sizing, prometheus: roomFor({ ...shipped, workloads }) } }]);
  if (copies === undefined) throw new Error('the copies must be valid');
  return copies;
}

/** A Prometheus for the series of so many workloads: what is measured is synthesis, and a configuration that cannot work is not synthesized. */
function roomFor(environment: Environment): Environment['sizing'][string] {
  const { prometheus } = environment.sizing;
  if (prometheus === undefined) throw new Error('development must have a size for Prometheus');
  const budget = cardinalityBudget(environment);
  const memory = mebibytes(Math.max(budget.memory / usableMemory, bytes(prometheus.memory.limit)));
  return {
    ...prometheus,
    memory: { ...prometheus.memory, request: memory, limit: memory, max: memory },
    storage: mebibytes(Math.max(budget.storage / usableStorage, bytes(prometheus.storage ?? '0Mi'))),
  };
}

function mebibytes(amount: number): `${number}Mi` {
  return `${Math.ceil(amount / 2 ** 20)}Mi`;
}
