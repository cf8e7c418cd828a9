/** Prometheus' HTTP API as a source of metrics: bounded in time and memory, never an exception. */
import { z } from 'zod';
import type { LabelledSeries, MetricsAnswer, MetricsRange, MetricsSource } from '../ports';
import { limitedText } from './limited-text';
import { jsonOf } from '../json-of';

const labels = z.record(z.string(), z.string());
/** As Go writes floats. Anything else is no answer of Prometheus: `Number` would take nothing for 0, and 0x10 for 16. */
const float = /^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|[+-]?Inf)$/;
/** Infinities, which Number reads as NaN, are no valid load. */
const point = z.tuple([z.number(), z.string().regex(float)]).transform(([at, text]) => ({ at, value: finiteOf(text) }));
const answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    warnings: z.array(z.string()).optional(),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: point })) }),
      z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: labels, values: z.array(point) })) }),
    ]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

export interface PrometheusOptions {
  readonly url: string;
  /** Seconds for one query. */
  readonly timeout: number;
  readonly mostBytes: number;
}

export function prometheusSource(options: PrometheusOptions): MetricsSource {
  return {
    range: (query, { from, until, step }: MetricsRange) => ask(options, 'query_range', { query, start: String(from), end: String(until), step: String(step) }),
    instant: (query, at) => ask(options, 'query', { query, time: String(at) }),
  };
}

async function ask({ url, timeout, mostBytes }: PrometheusOptions, path: string, parameters: Readonly<Record<string, string>>): Promise<MetricsAnswer> {
  const body = new URLSearchParams({ ...parameters, timeout: `${timeout}s` });
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}/api/v1/${path}`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(timeout * 1000),
      redirect: 'error',
    });
    const text = await limitedText(response.body, mostBytes);
    if (!text.ok) return { kind: 'refused', why: text.why };
    return answerOf(text.text, response.status);
  } catch (error) {
    return { kind: 'unavailable', why: reasonOf(error) };
  }
}

/**
 * What the text of an answer says.
 * @param status HTTP status that came with it. @default - it was saved without one
 */
export function answerOf(text: string, status?: number): MetricsAnswer {
  const failed = (status ?? 200) >= 500 ? 'unavailable' : 'refused';
  const parsed = answer.safeParse(jsonOf(text));
  // a proxy that answers instead of Prometheus may be temporary
  if (!parsed.success) return { kind: failed, why: `${status === undefined ? '' : `status ${status}, `}not an answer of Prometheus: ${text.slice(0, 80)}` };
  if (parsed.data.status === 'error') return { kind: failed, why: `${parsed.data.errorType}: ${parsed.data.error.slice(0, 200)}` };
  if ((status ?? 200) >= 400) return { kind: failed, why: `status ${String(status)} with an answer that says success` };
  const { data, warnings = [] } = parsed.data;
  const series: readonly LabelledSeries[] =
    data.resultType === 'matrix'
      ? data.result.map(({ metric, values }) => ({ labels: metric, samples: values }))
      : data.result.map(({ metric, value }) => ({ labels: metric, samples: [value] }));
  return { kind: 'series', series, warnings };
}

function finiteOf(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** `fetch failed` alone is useless; its cause has the reason. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
