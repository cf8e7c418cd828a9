import { z } from 'zod';

/** One series of an instant query's result. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
    }),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** Asks a Prometheus for the present value of an expression that yields a vector. An empty result is an answer, not an error. */
export async function queryPrometheus(url: string, expression: string): Promise<readonly Sample[]> {
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query: expression }) });
  const parsed = answer.parse(await response.json());
  if (parsed.status === 'error') throw new Error(`query ${expression}: ${parsed.errorType}: ${parsed.error}`);
  return parsed.data.result.map(({ metric, value }) => ({ labels: metric, value: sampleValue(value[1]) }));
}

/** Prometheus writes infinities as +Inf and -Inf, which Number does not read. */
function sampleValue(text: string): number {
  return Number(text.replace('Inf', 'Infinity'));
}
