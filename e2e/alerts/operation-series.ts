/** Calls of one operation as a gateway counts them. */
import { boundLabel } from '../../config/metrics/latency-bounds';
import { jobs, metrics, spanLabels } from '../../config/telemetry';
import { counter, gatewayPod, workload, type Clock, type OverTime, type TimedSeries } from './timed-series';

/** Nine of ten calls take `typical` seconds, the tenth takes `tail`. */
export interface Operation {
  /** Calls a second. */
  readonly rate: OverTime;
  readonly typical: OverTime;
  readonly tail: OverTime;
  /** Share of calls that fail. */
  readonly failing: OverTime;
}

/** Times of samples, and bounds of the histogram. */
export interface Measured {
  readonly clock: Clock;
  readonly bounds: readonly number[];
  /** Whether the seconds of all calls are summed up beside the histogram. @default false */
  readonly sums?: boolean;
}

/** Bounds of the shipped histogram in seconds. */
export const shippedBounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 10, 30];
const typicalShare = 0.9;

export function operationSeries(name: string, operation: Operation, { clock, bounds, sums = false }: Measured): readonly TimedSeries[] {
  const { rate, failing } = operation;
  const labels = {
    job: jobs.gateway,
    instance: gatewayPod,
    [spanLabels.namespace]: workload.namespace,
    [spanLabels.deployment]: workload.deployment,
    [spanLabels.service]: workload.deployment,
    [spanLabels.kind]: spanLabels.server,
    [spanLabels.name]: name,
  };
  const ended = (status: string, share: OverTime): TimedSeries => ({
    name: metrics.calls.name,
    labels: { ...labels, [spanLabels.status]: status },
    values: counter((now) => rate(now) * share(now), clock),
  });
  return [
    ended('STATUS_CODE_UNSET', (now) => 1 - failing(now)),
    ended(spanLabels.error, failing),
    { name: metrics.durationCount.name, labels, values: counter(rate, clock) },
    ...(sums ? [{ name: metrics.durationSum.name, labels, values: counter(secondsOf(operation), clock) }] : []),
    ...bucketSeries({ name: metrics.durationBucket.name, labels, operation, clock, bounds }),
  ];
}

/** What all calls of a second take together. */
export function secondsOf({ rate, typical, tail }: Pick<Operation, 'rate' | 'typical' | 'tail'>): OverTime {
  return (now) => rate(now) * (typicalShare * typical(now) + (1 - typicalShare) * tail(now));
}

interface Buckets extends Measured {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly operation: Pick<Operation, 'rate' | 'typical' | 'tail'>;
}

export function bucketSeries({ name, labels, operation: { rate, typical, tail }, clock, bounds }: Buckets): readonly TimedSeries[] {
  const within =
    (bound: number): OverTime =>
    (now) =>
      rate(now) * ((typical(now) <= bound ? typicalShare : 0) + (tail(now) <= bound ? 1 - typicalShare : 0));
  return [
    ...bounds.map((bound) => ({
      name,
      labels: { ...labels, le: boundLabel(bound) },
      values: counter(within(bound), clock),
    })),
    { name, labels: { ...labels, le: '+Inf' }, values: counter(rate, clock) },
  ];
}
