/** Results of our evaluation of the rules for an input, as further input series for promtool. */
import { RecordedRules, type Recorded, type Rule } from '../../simulator/formulas/recorded';
import { ended, keyOf, StoredSeries } from '../../simulator/formulas/stored-series';
import { STEP_SECONDS, type InputSeries, type Values } from '../rules/series';
import type { RandomInput } from './random-input';

/** Name of the series with our values of a recorded series. */
export function oursOf(record: string): string {
  return `ours:${record}`;
}

/** @returns for each step the values of all rules */
export function evaluated(rules: readonly Rule[], { series, steps }: RandomInput): readonly (readonly Recorded[])[] {
  const stored = new StoredSeries();
  const group = new RecordedRules(rules);
  return Array.from({ length: steps }, (_, step) => {
    for (const { name, labels, values } of series) {
      const value = values[step];
      if (value !== undefined) stored.add(name, labels, step * STEP_SECONDS, value === 'stale' ? ended : value);
    }
    return group.evaluate(stored, step * STEP_SECONDS);
  });
}

/** Recorded values as series of promtool, with a stale marker where a series ends. */
export function asSeries(recorded: readonly (readonly Recorded[])[]): readonly InputSeries[] {
  const found = new Map<string, { readonly name: string; readonly labels: Recorded['labels']; readonly values: Map<number, number> }>();
  recorded.forEach((at, step) => {
    for (const { record, labels, value } of at) {
      const key = `${record} ${keyOf(labels)}`;
      const one = found.get(key) ?? { name: oursOf(record), labels, values: new Map<number, number>() };
      found.set(key, one);
      one.values.set(step, value);
    }
  });
  return [...found.values()].map(({ name, labels, values }) => ({
    name,
    labels,
    values: recorded.map((_, step): Values[number] => values.get(step) ?? (values.has(step - 1) ? 'stale' : undefined)),
  }));
}
