import { z } from 'zod';

/** One series of an instant query's result. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A series with its values, oldest first. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the value then. */
  readonly points: readonly (readonly [at: number, value: number])[];
}

/** A time range in seconds since 1970, and the seconds between two values. */
export interface QueryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const labels = z.record(z.string(), z.string());
const point = z.tuple([z.number(), z.string()]).transform(([at, text]) => [at, sampleValue(text)] as const);
const answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: point })) }),
      z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: labels, values: z.array(point) })) }),
    ]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** Asks a Prometheus for the present value of an expression that yields a vector. An empty result is an answer, not an error. */
export async function queryPrometheus(url: string, expression: string): Promise<readonly Sample[]> {
  const series = await ask(`${url}/api/v1/query`, { query: expression });
  return series.flatMap(({ labels: own, points }) => points.map(([, value]) => ({ labels: own, value })));
}

/** The values at one moment, each series with one point; with a range selector, all samples that are stored. @param at seconds since 1970. @default - now */
export function seriesAt(url: string, expression: string, at?: number): Promise<readonly Series[]> {
  return ask(`${url}/api/v1/query`, { query: expression, ...(at === undefined ? {} : { time: String(at) }) });
}

/** The values at every step of a range. */
export function seriesOver(url: string, expression: string, { from, to, step }: QueryRange): Promise<readonly Series[]> {
  return ask(`${url}/api/v1/query_range`, { query: expression, start: String(from), end: String(to), step: String(step) });
}

async function ask(address: string, parameters: Readonly<Record<string, string>>): Promise<readonly Series[]> {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams({ ...parameters }) });
  const parsed = answer.parse(await response.json());
  if (parsed.status === 'error') throw new Error(`query ${parameters['query'] ?? ''}: ${parsed.errorType}: ${parsed.error}`);
  const { data } = parsed;
  return data.resultType === 'matrix'
    ? data.result.map(({ metric, values }) => ({ labels: metric, points: values }))
    : data.result.map(({ metric, value }) => ({ labels: metric, points: [value] }));
}

/** Prometheus writes infinities as +Inf and -Inf, which Number does not read. */
function sampleValue(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}
