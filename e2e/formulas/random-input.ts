/** Random telemetry of one workload: a working chain with changing load, pods and errors, plus disturbances of every kind. */
import fc from 'fast-check';
import { jobs, metrics, spanLabels } from '../../config/telemetry';
import { chain, type Chain } from '../rules/chain';
import { optimizer, STEP_SECONDS, STEPS, workload, type InputSeries, type Values } from '../rules/series';

/** Kinds of disturbances of a series between two steps. */
const disturbances = ['gap', 'single-gaps', 'end', 'restart', 'frozen', 'late', 'none'] as const;
export type Disturbance = (typeof disturbances)[number];

export interface RandomInput {
  readonly series: readonly InputSeries[];
  /** Number of evaluations. */
  readonly steps: number;
  readonly disturbed: readonly Disturbance[];
}

/** A step function: each value is valid from its step on. */
const moving = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<(step: number) => Value> =>
  fc.tuple(value, fc.array(fc.tuple(fc.nat(34), value), { maxLength: 3 })).map(
    ([first, changes]) =>
      (step: number) =>
        changes
          .filter(([from]) => step >= from)
          .sort(([one], [other]) => one - other)
          .at(-1)?.[1] ?? first,
  );

const rate = (most: number): fc.Arbitrary<number> => fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: most, noNaN: true }));
const pods = fc.integer({ min: 0, max: 12 });
const span = fc.tuple(fc.nat(34), fc.integer({ min: 1, max: 12 })).map(([from, length]): readonly [number, number] => [from, from + length]);

const gateways = fc.array(
  fc.record({ down: fc.option(span, { nil: undefined }), cutOff: fc.option(span, { nil: undefined }), appears: fc.option(fc.nat(20), { nil: undefined }) }),
  {
    minLength: 1,
    maxLength: 3,
  },
);

/** Six minutes: longer than every range except those of usual calls and of incidents, for which one input in eighty has the largest length. */
const shortSteps = 36;

/** A value in one of three cases, so that most of the chain has its defaults. */
const sometimes = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined, freq: 2 });

const chains: fc.Arbitrary<Chain> = fc
  .record({
    ready: sometimes(moving(pods)),
    wanted: sometimes(moving(pods)),
    started: sometimes(fc.array(fc.integer({ min: -30, max: 34 }), { minLength: 12, maxLength: 12 })),
    readyAfter: sometimes(fc.nat(6)),
    fast: sometimes(moving(rate(3000))),
    slow: sometimes(moving(rate(400))),
    slowBound: sometimes(fc.constantFrom(2, 3, 5, 30)),
    failed: sometimes(moving(rate(200))),
    waiting: sometimes(moving(rate(300))),
    failedBelow: sometimes(moving(rate(100))),
    cores: sometimes(moving(fc.double({ min: 0, max: 0.5, noNaN: true }))),
    mebibytes: sometimes(moving(fc.double({ min: 60, max: 600, noNaN: true }))),
    gateways,
    resets: fc.array(fc.nat(34), { maxLength: 2 }),
  })
  .map(({ started, cores, mebibytes, gateways: instances, ...rest }) => ({
    ...defined(rest),
    ...(started === undefined ? {} : { started: (pod: number) => started[pod] ?? -1 }),
    ...(cores === undefined ? {} : { cores: (pod: number, step: number) => cores(step) * (1 + 0.03 * pod) }),
    ...(mebibytes === undefined ? {} : { mebibytes: (pod: number, step: number) => mebibytes(step) + 7 * pod }),
    gateways: instances.map((instance, index) => ({ name: `gateway-${index}`, ...defined(instance) })),
  }));

interface Upset {
  readonly kind: Disturbance;
  readonly at: readonly [from: number, to: number];
  /** Index of the disturbed series, as a share of all. */
  readonly which: number;
}

const upsets: fc.Arbitrary<readonly Upset[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...disturbances), at: span, which: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
  { maxLength: 8 },
);

const published = sometimes(
  fc.record({
    forecast: moving(fc.oneof(fc.constant(Number.NaN), fc.double({ min: 0, max: 80, noNaN: true }))),
    headroom: moving(fc.double({ min: 0.9, max: 1.2, noNaN: true })),
    validFor: fc.integer({ min: 0, max: 600 }),
    replicas: fc.integer({ min: 1, max: 2 }),
  }),
);

/** Internal counters of the collectors, by name and pod. */
const tiers = sometimes(fc.record({ sent: rate(3000), lost: moving(rate(60)), refused: moving(rate(20)), overflow: moving(rate(20)) }));

const inputs: fc.Arbitrary<RandomInput> = fc
  .record({ options: chains, changes: upsets, published, tiers, long: fc.integer({ min: 0, max: 79 }) })
  .map(({ options, changes, published: told, tiers: counted, long }) => {
    const steps = long === 0 ? STEPS : shortSteps;
    const all = [...chain(options), ...publishedSeries(told), ...collectorSeries(counted)];
    const cut = all.map((one) => ({ ...one, values: one.values.slice(0, steps) }));
    return { series: changes.reduce(disturbed, cut), steps, disturbed: changes.map(({ kind }) => kind) };
  });

/** The same for the same seed. */
export function randomInputs(seed: number, count: number): readonly RandomInput[] {
  return fc.sample(inputs, { seed, numRuns: count });
}

function disturbed(series: readonly InputSeries[], { kind, at, which }: Upset): readonly InputSeries[] {
  const chosen = Math.floor(which * series.length);
  return series.map((one, index) => (index === chosen ? { ...one, values: upset(one.values, kind, at) } : one));
}

function upset(values: Values, kind: Disturbance, [from, to]: readonly [number, number]): Values {
  const inside = (step: number): boolean => step >= from && step < to;
  const before = values[from - 1];
  switch (kind) {
    case 'gap':
      return values.map((value, step) => (inside(step) ? undefined : value));
    case 'single-gaps':
      return values.map((value, step) => (inside(step) && step % 2 === 0 ? undefined : value));
    case 'end':
      return values.map((value, step) => (step === from ? 'stale' : step > from ? undefined : value));
    case 'restart':
      return values.map((value, step) => (typeof value === 'number' && typeof before === 'number' && step >= from ? Math.max(0, value - before) : value));
    case 'frozen':
      return values.map((value, step) => (inside(step) && before !== undefined ? before : value));
    case 'late':
      return values.map((value, step) => (step < from ? undefined : value));
    case 'none':
      return values;
  }
}

function over(value: (step: number) => number): Values {
  return Array.from({ length: STEPS }, (_, step) => value(step));
}

function summed(value: (step: number) => number): Values {
  let total = 0;
  return over((step) => (total += value(step) * STEP_SECONDS));
}

type Told = { readonly forecast: (step: number) => number; readonly headroom: (step: number) => number; readonly validFor: number; readonly replicas: number };

function publishedSeries(told: Told | undefined): readonly InputSeries[] {
  if (told === undefined) return [];
  return Array.from({ length: told.replicas }, (_, replica) => `optimizer-${replica}`).flatMap((name, replica) => [
    optimizer(
      'forecast',
      over((step) => told.forecast(step) + replica),
      name,
    ),
    optimizer(
      'headroom',
      over((step) => told.headroom(step) - 0.01 * replica),
      name,
    ),
    optimizer(
      'validUntil',
      over((step) => Math.min(told.validFor, step * STEP_SECONDS + 45)),
      name,
    ),
  ]);
}

type Counted = Readonly<Record<'lost' | 'refused' | 'overflow', (step: number) => number>> & { readonly sent: number };

function collectorSeries(counted: Counted | undefined): readonly InputSeries[] {
  if (counted === undefined) return [];
  const { sent, lost, refused, overflow } = counted;
  const of = (name: string, pod: string, values: Values): InputSeries => ({ name, labels: { job: jobs.collectorSelf, instance: `${pod}:8888` }, values });
  const operations = { [spanLabels.namespace]: workload.namespace, [spanLabels.deployment]: workload.deployment, [spanLabels.kind]: spanLabels.server };
  return [
    of(
      metrics.sentSpans.name,
      'otel-agent-a',
      summed(() => sent),
    ),
    of(
      metrics.receivedSpans.name,
      'otel-gateway-0',
      summed((step) => Math.max(0, sent - lost(step))),
    ),
    ...(['failedSpans', 'rejectedSpans'] as const).map((metric) => of(metrics[metric].name, 'otel-agent-a', summed(lost))),
    ...['otel-agent-a', 'otel-gateway-0'].map((pod) => of(metrics.refusedSpans.name, pod, summed(refused))),
    { name: metrics.calls.name, labels: { job: jobs.gateway, instance: 'gateway-0', ...operations, [spanLabels.overflow]: 'true' }, values: summed(overflow) },
  ];
}

/** Removes undefined fields, so that defaults apply. */
function defined<Given extends object>(given: Given): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [Key in keyof Given]?: Exclude<Given[Key], undefined> };
}
