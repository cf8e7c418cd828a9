/** Aggregations of PromQL (promql/engine.go, `aggregation`). */
import { sum } from './sum';
import { grouped, groupKey, matched, type Vector } from './vector';

const aggregations: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum,
  avg: (values) => sum(values) / values.length,
  count: (values) => values.length,
  group: () => 1,
  // NaN only if all values are NaN
  max: (values) => values.reduce((best, value) => (Number.isNaN(best) || value > best ? value : best), Number.NaN),
  min: (values) => values.reduce((best, value) => (Number.isNaN(best) || value < best ? value : best), Number.NaN),
};

/** @param by labels that are kept @throws Error for an aggregation that is not implemented */
export function aggregated(name: string, by: readonly string[], vector: Vector): Vector {
  const aggregation = aggregations[name];
  if (aggregation === undefined) throw new Error(`must be an aggregation that is known here, received ${name}`);
  return grouped(vector, (labels) => groupKey({ on: by }, labels)).map((elements) => ({
    labels: matched({ on: by }, elements[0]?.labels ?? {}),
    value: aggregation(elements.map(({ value }) => value)),
  }));
}
