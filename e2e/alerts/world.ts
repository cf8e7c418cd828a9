/** A healthy platform as time series, and faults of its parts. Every value is a function of the second. */
import { edgeSeries, type Edge } from './edge-series';
import { operationSeries, shippedBounds, type Operation } from './operation-series';
import { platformSeries, type Faults } from './platform-series';
import type { Clock, OverTime, TimedSeries } from './timed-series';

export interface World {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly edges: Readonly<Record<string, Edge>>;
  readonly faults: Faults;
}

/** Two hours: long enough for alerts that compare with the past, short enough for dozens of cases. */
export const twoHours: Clock = { step: 30, steps: 240 };
/** When causes begin. */
export const onset = 3600;

/** The value `before` until the second, and `after` from then on. */
export function from(second: number, before: number, after: number): OverTime {
  return (now) => (now < second ? before : after);
}

const always =
  (value: number): OverTime =>
  () =>
    value;

/** Three operations, of which one is rare and one is seldom slow, over a database and a cache. */
export const healthy: World = {
  operations: {
    'GET /items': { rate: always(20), typical: always(0.03), tail: always(0.08), failing: always(0.0001) },
    'POST /items': { rate: always(5), typical: always(0.08), tail: always(0.3), failing: always(0.0001) },
    'GET /reports': { rate: always(0.5), typical: always(0.6), tail: always(1.4), failing: always(0) },
  },
  edges: {
    postgresql: { rate: always(30), typical: always(0.004), tail: always(0.02), failing: always(0), type: 'database' },
    redis: { rate: always(25), typical: always(0.001), tail: always(0.004), failing: always(0), type: 'database' },
  },
  faults: {},
};

/** Changes of the healthy world, by part. */
export interface Changes {
  readonly operations?: Readonly<Record<string, Partial<Operation>>>;
  readonly edges?: Readonly<Record<string, Partial<Edge>>>;
  readonly faults?: Faults;
  /** Bounds of the histograms, in seconds. @default - the shipped ones */
  readonly bounds?: readonly number[];
}

export function world(changes: Changes = {}, clock: Clock = twoHours): readonly TimedSeries[] {
  const operations = merged(healthy.operations, changes.operations ?? {}, { rate: always(0), typical: always(0.03), tail: always(0.08), failing: always(0) });
  const edges = merged(healthy.edges, changes.edges ?? {}, { rate: always(0), typical: always(0.004), tail: always(0.02), failing: always(0), type: '' });
  const requests: OverTime = (now) => Object.values(operations).reduce((sum, { rate }) => sum + rate(now), 0);
  const measured = { clock, bounds: changes.bounds ?? shippedBounds };
  return [
    ...Object.entries(operations).flatMap(([name, operation]) => operationSeries(name, operation, measured)),
    ...Object.entries(edges).flatMap(([server, edge]) => edgeSeries(server, edge, measured)),
    ...platformSeries(changes.faults ?? {}, requests, clock),
  ];
}

function merged<T>(parts: Readonly<Record<string, T>>, changes: Readonly<Record<string, Partial<T>>>, base: T): Readonly<Record<string, T>> {
  const names = [...new Set([...Object.keys(parts), ...Object.keys(changes)])];
  return Object.fromEntries(names.map((name) => [name, { ...base, ...parts[name], ...changes[name] }]));
}
