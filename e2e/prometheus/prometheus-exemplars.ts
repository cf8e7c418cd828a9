import { z } from 'zod';
import type { QueryRange } from './prometheus-query';

/** One request that a histogram remembers. */
export interface Exemplar {
  readonly traceId: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly value: number;
}

const answer = z.object({
  status: z.literal('success'),
  data: z.array(
    z.object({
      exemplars: z.array(z.object({ labels: z.looseObject({ trace_id: z.string() }), value: z.string().transform(Number), timestamp: z.number() })),
    }),
  ),
});

/** Exemplars of all series that an expression selects. @throws Error when Prometheus refuses the expression or an exemplar has no trace */
export async function exemplarsOf(url: string, expression: string, { from, to }: Pick<QueryRange, 'from' | 'to'>): Promise<readonly Exemplar[]> {
  const response = await fetch(`${url}/api/v1/query_exemplars`, {
    method: 'POST',
    body: new URLSearchParams({ query: expression, start: String(from), end: String(to) }),
  });
  const { data } = answer.parse(await response.json());
  return data.flatMap(({ exemplars }) => exemplars.map(({ labels, value, timestamp }) => ({ traceId: labels.trace_id, at: timestamp, value })));
}
