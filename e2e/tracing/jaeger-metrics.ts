/** Queries of Jaeger's Monitor tab that scenarios use (jaegertracing.io/docs/2.13/architecture/apis, "Service performance metrics"). */
import { z } from 'zod';

const point = z.looseObject({
  timestamp: z.string(),
  // NaN and infinities are strings, because JSON has no numbers for them
  gaugeValue: z.looseObject({ doubleValue: z.union([z.number(), z.string()]).transform(Number) }),
});

const family = z.looseObject({
  name: z.string(),
  metrics: z.array(z.looseObject({ labels: z.array(z.object({ name: z.string(), value: z.string() })), metricPoints: z.array(point) })).default([]),
});

export interface MonitorQuery {
  readonly metric: 'latencies' | 'calls' | 'errors';
  readonly service: string;
  /** Quantile of latencies; required for them. @default - none */
  readonly quantile?: number;
  /** Whether there is one result for each operation. @default false */
  readonly byOperation?: boolean;
  /** Seconds since 1970. */
  readonly at: number;
  /** Seconds of the range behind each rate; whole minutes, because Jaeger cuts the rest off. */
  readonly ratePer: number;
}

/** Values at a moment by operation, or by service. An empty result is not an error. */
export async function monitored(
  url: string,
  { metric, service, quantile, byOperation = false, at, ratePer }: MonitorQuery,
): Promise<ReadonlyMap<string, number>> {
  const query = new URLSearchParams({
    service,
    ...(quantile === undefined ? {} : { quantile: String(quantile) }),
    groupByOperation: String(byOperation),
    spanKind: 'server',
    endTs: String(at * 1000),
    lookback: '5000',
    step: '5000',
    ratePer: String(ratePer * 1000),
  });
  const { metrics } = family.parse(await asked(url, `/api/metrics/${metric}?${query.toString()}`));
  const label = byOperation ? 'operation' : 'service_name';
  return new Map(
    metrics.flatMap(({ labels, metricPoints }) => {
      const value = metricPoints.find(({ timestamp }) => Date.parse(timestamp) === at * 1000)?.gaugeValue.doubleValue;
      return value === undefined ? [] : [[labels.find(({ name }) => name === label)?.value ?? '', value] as const];
    }),
  );
}

/** Jaeger's smallest step for queries of the tab. */
export async function minStep(url: string): Promise<unknown> {
  return asked(url, '/api/metrics/minstep');
}

/** @throws Error with the answer when it is not 200 */
async function asked(url: string, path: string): Promise<unknown> {
  const response = await fetch(`${url}${path}`);
  if (!response.ok) throw new Error(`Jaeger answered ${response.status} to ${path}: ${await response.text()}`);
  return response.json();
}
