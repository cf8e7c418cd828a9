import { cardinalityBudget, usableMemory, usableStorage } from '../config/budgets/cardinality-budget';
import { gatewayMemory } from '../config/budgets/trace-capacity';
import { dev } from '../test/fixtures/dev';
import type { Environment } from '../config/environment';
import { components } from '../config/names';
import { bytes } from '../config/quantities';
import { validated } from '../config/validate';

/** The environment dev with `count` copies of its backend, each with its own name and path, sized and scaled like the first. */
export function environmentOf(count: number): Environment {
  const [shipped] = validated([dev]);
  const original = shipped?.workloads[0];
  const size = original === undefined ? undefined : shipped?.sizing[original.name];
  if (shipped === undefined || original === undefined || size === undefined) throw new Error('development must have a workload with sizing');
  const { [original.name]: _, ...others } = shipped.sizing;
  const names = Array.from({ length: count }, (_, index) => `${original.name}-${String(index).padStart(4, '0')}`);
  const workloads = names.map((name) => ({ ...original, name, path: `/${name}` }));
  const sizing = { ...others, ...Object.fromEntries(names.map((name) => [name, size])) };
  const platform = { prometheus: roomFor({ ...shipped, workloads }), [components.collectorGateway]: gatewayFor({ ...shipped, workloads }) };
  const [copies] = validated([{ ...shipped, workloads, sizing: { ...sizing, ...platform } }]);
  if (copies === undefined) throw new Error('the copies must be valid');
  return copies;
}

/** Sizing of Prometheus for the series of that many workloads: validation would refuse a smaller one, and nothing would be measured. */
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

/** Sizing of a gateway for the traces of that many workloads. */
function gatewayFor(environment: Environment): Environment['sizing'][string] {
  const gateway = environment.sizing[components.collectorGateway];
  if (gateway === undefined) throw new Error('development must have a size for its gateway');
  const memory = mebibytes(Math.max(gatewayMemory(environment) * 2 ** 20, bytes(gateway.memory.limit)));
  return { ...gateway, memory: { ...gateway.memory, limit: memory } };
}

function mebibytes(amount: number): `${number}Mi` {
  return `${Math.ceil(amount / 2 ** 20)}Mi`;
}
