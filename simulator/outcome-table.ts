/** Outcomes as a table for a terminal. */
import { textTable } from '../command-line/text-table';
import type { Outcome } from './simulate';

const columns: readonly (readonly [title: string, cell: (outcome: Outcome) => string])[] = [
  ['policy', ({ name }) => name],
  ['violations %', ({ violations }) => violations.toFixed(2)],
  ['cost/oracle', ({ costOverOracle }) => costOverOracle.toFixed(2)],
  ['pod-hours', ({ podHours }) => podHours.toFixed(0)],
  ['utilization %', ({ utilization }) => utilization.toFixed(0)],
  ['p95 s', ({ p95 }) => p95.toFixed(3)],
  ['p99 s', ({ p99 }) => p99.toFixed(3)],
  ['actions/day', ({ actionsPerDay }) => actionsPerDay.toFixed(0)],
  ['θU %', ({ under }) => under.toFixed(1)],
  ['θO %', ({ over }) => over.toFixed(0)],
  ['τU %', ({ timeUnder }) => timeUnder.toFixed(1)],
  ['τO %', ({ timeOver }) => timeOver.toFixed(0)],
  ['υ %', ({ instability }) => instability.toFixed(1)],
];

export const legend = `violations: requests that came while ready pods were above 85 % of their request, the knee of latency. cost/oracle: pod-hours over the cheapest plan of who
knows the future. θU, θO: pods missing and too many, of those needed; τU, τO: share of time with too few and too many; υ: share of time in which pods and
need move in opposite directions (SPEC RG Cloud, SPEC-RG-2016-01). A policy is dominated when another has fewer violations at no more cost, or no more at less.`;

export function outcomeTable(outcomes: readonly Outcome[]): string {
  return textTable([titles, ...outcomes.map(cellsOf)]).join('\n');
}

/** Titles of the columns. */
export const titles: readonly string[] = columns.map(([title]) => title);

export function cellsOf(outcome: Outcome): readonly string[] {
  return columns.map(([, cell]) => cell(outcome));
}

type Point = Pick<Outcome, 'violations' | 'costOverOracle'>;

/** Whether one outcome dominates another (Pareto): fewer violations at no more cost, or no more violations at less cost. */
export function dominates(one: Point, other: Point): boolean {
  return (
    one.violations <= other.violations &&
    one.costOverOracle <= other.costOverOracle &&
    (one.violations < other.violations || one.costOverOracle < other.costOverOracle)
  );
}

/** Names of the outcomes that another one dominates, without the oracle. */
export function dominated(outcomes: readonly Outcome[]): readonly string[] {
  const real = outcomes.filter(({ name }) => name !== 'clairvoyant');
  return real.filter((one) => real.some((other) => dominates(other, one))).map(({ name }) => name);
}
