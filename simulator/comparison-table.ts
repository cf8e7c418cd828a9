/** Table that compares a policy with plain autoscalers over many loads and several start-ups. */
import { textTable } from '../command-line/text-table';
import type { StartUp } from '../autoscaler/replay/start-up';
import { dominates } from './outcome-table';
import { simulate, type Outcome, type Simulation } from './simulate';
import { startUpName, startUpNotes } from './start-up/start-up-text';

export interface Comparison {
  readonly load: string;
  readonly startUp: StartUp;
  /** Seed of start-ups that are drawn. @default - they are not drawn */
  readonly seed?: number;
  readonly outcomes: readonly Outcome[];
  /** Names of the outcomes that dominate our policy, without the oracle. */
  readonly dominatedBy: readonly string[];
}

export function comparison(simulation: Simulation & { readonly compare: readonly string[] }): Comparison {
  const outcomes = simulate(simulation);
  const ours = outcomes.find(({ name }) => name === 'our policy');
  const better = outcomes.filter((other) => other.name !== 'clairvoyant' && ours !== undefined && dominates(other, ours));
  const { load, startUp, seed = 1 } = simulation;
  const drawn = typeof startUp === 'number' ? {} : { seed };
  return { load: load.name, startUp, ...drawn, outcomes, dominatedBy: better.map(({ name }) => name) };
}

/** One row per load and start-up: percentage of violating requests, and cost as a multiple of the oracle's. */
export function comparisonTable(all: readonly Comparison[]): string {
  const names = all[0]?.outcomes.map(({ name }) => name).filter((name) => name !== 'clairvoyant') ?? [];
  const rows = all.map(({ load, startUp, outcomes, dominatedBy }) => [
    load.replace(/\.csv$/, ''),
    startUpName(startUp),
    ...names.map((name) => point(outcomes.find((outcome) => outcome.name === name))),
    dominatedBy.length === 0 ? '-' : dominatedBy.join(', '),
  ]);
  const count = all.filter(({ dominatedBy }) => dominatedBy.length > 0).length;
  return [
    'violating requests in percent / cost over that of the oracle / changes of replicas a day',
    '',
    ...textTable([['load', 'start-up s', ...names, 'our policy is dominated by'], ...rows]),
    '',
    `Our policy is dominated in ${count} of ${all.length}.`,
    ...[...new Set(all.flatMap((one) => startUpNotes(one, [])))].flatMap((note) => ['', note]),
  ].join('\n');
}

function point(outcome: Outcome | undefined): string {
  return outcome === undefined ? '' : `${outcome.violations.toFixed(2)}/${outcome.costOverOracle.toFixed(2)}/${outcome.actionsPerDay.toFixed(0)}`;
}
