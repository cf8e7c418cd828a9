/** What a real Prometheus answers to a panel's queries. */
import { z } from 'zod';
import { shortened } from './shortened';
import type { Panel } from '../../charts/dashboards';

/** One line of a chart, or one row of a table. */
export interface PreviewSeries {
  /** Index of the query that it answers. */
  readonly query: number;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since 1970 and value, oldest first; one point where only the latest value was asked for. */
  readonly points: readonly (readonly [at: number, value: number])[];
}

export interface PreviewWindow {
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Seconds between two points. */
  readonly step: number;
}

const point = z.tuple([z.number(), z.string()]);
const answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(point) })) }),
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: point })) }),
    ]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);

/** Grafana's variables with their values. */
export interface Variables {
  readonly namespace: string;
  readonly workload: string;
  /** For example `60s`. */
  readonly rateInterval: string;
}

/** PromQL as Grafana sends it. */
export function interpolated(expr: string, { namespace, workload, rateInterval }: Variables): string {
  return expr.replaceAll('$__rate_interval', rateInterval).replaceAll('$namespace', namespace).replaceAll('$workload', workload);
}

/** @throws Error with what Prometheus says of the first query that it refuses */
export async function panelData(
  prometheus: string,
  panel: Panel,
  { window, variables }: { readonly window: PreviewWindow; readonly variables: Variables },
): Promise<readonly PreviewSeries[]> {
  const answers = await Promise.all(
    panel.queries.map(async ({ expr, legend }, query) => {
      const found = await ask(prometheus, interpolated(expr, variables), panel.kind === 'series' ? window : undefined, window.to);
      return found.map(({ labels, points }) => ({ query, labels, points, name: named(legend, labels) }));
    }),
  );
  return answers.flat();
}

async function ask(
  prometheus: string,
  query: string,
  range: PreviewWindow | undefined,
  now: number,
): Promise<readonly Pick<PreviewSeries, 'labels' | 'points'>[]> {
  const parameters: Readonly<Record<string, string>> =
    range === undefined ? { query, time: String(now) } : { query, start: String(range.from), end: String(range.to), step: String(range.step) };
  const response = await fetch(`${prometheus}/api/v1/${range === undefined ? 'query' : 'query_range'}`, {
    method: 'POST',
    body: new URLSearchParams({ ...parameters }),
  });
  const parsed = answer.parse(await response.json());
  if (parsed.status === 'error') throw new Error(`${query}: ${parsed.errorType}: ${parsed.error}`);
  const { data } = parsed;
  const series =
    data.resultType === 'matrix'
      ? data.result.map(({ metric, values }) => ({ labels: metric, points: values.map(numbered) }))
      : data.result.map(({ metric, value }) => ({ labels: metric, points: [numbered(value)] }));
  return series
    .map(({ labels, points }) => ({ labels, points: points.filter(([, value]) => Number.isFinite(value)) }))
    .filter(({ points }) => points.length > 0);
}

function numbered([at, text]: readonly [number, string]): readonly [number, number] {
  return [at, Number(text)];
}

function named(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => shortened(labels[label] ?? '')).trim();
}
