/** A series of a test: values as functions of the second. */
import { components, namespaces } from '../../config/names';

/** Values at each step; `undefined` is a scrape without this series. */
export interface TimedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | undefined)[];
}

/** The steps of a test. */
export interface Clock {
  /** Seconds between two scrapes, and between two evaluations. */
  readonly step: number;
  readonly steps: number;
}

export type OverTime = (second: number) => number;

export const workload = { namespace: namespaces.backend, deployment: 'backend' } as const;
export const gatewayPod = `${components.collectorGateway}-0`;

export function gauge(value: (second: number) => number | undefined, { step, steps }: Clock): TimedSeries['values'] {
  return Array.from({ length: steps }, (_, index) => rounded(value(index * step)));
}

/** A counter that grows by `perSecond`. */
export function counter(perSecond: OverTime, { step, steps }: Clock): TimedSeries['values'] {
  let total = 0;
  return Array.from({ length: steps }, (_, index) => {
    total += perSecond(index * step) * step;
    return rounded(total);
  });
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(6));
}
