/** The report about a played load. */
import { textTable } from '../../command-line/text-table';
import type { Played } from './play';

const quantiles = [0.5, 0.9, 0.95, 0.99, 0.999, 1] as const;
const nameOf = (quantile: number): string => (quantile === 1 ? 'largest' : `P${Number((quantile * 100).toFixed(1))}`);

export interface Report {
  readonly requests: number;
  /** Number of requests by status, and by error. */
  readonly answers: Readonly<Record<string, number>>;
  /** Seconds from the due time to the answer, by quantile; `null` where fewer requests were answered. */
  readonly latency: Readonly<Record<string, number | null>>;
  /** Seconds of delay with which requests were sent, by quantile. */
  readonly late: Readonly<Record<string, number | null>>;
}

export function reportOf({ latencies, late, answers }: Pick<Played, 'latencies' | 'late' | 'answers'>): Report {
  const all = (of: Played['late']): Report['late'] => Object.fromEntries(quantiles.map((quantile) => [nameOf(quantile), of.quantile(quantile) ?? null]));
  return { requests: latencies.count, answers: Object.fromEntries([...answers].sort()), latency: all(latencies), late: all(late) };
}

export function reportText({ requests, answers, latency, late }: Report): string {
  const shown = (seconds: number | null): string => (seconds === null ? 'no answer' : `${(seconds * 1000).toFixed(1)} ms`);
  const rows = Object.entries(latency).map(([name, seconds]) => [name, shown(seconds), shown(late[name] ?? null)]);
  return [
    `${requests} requests: ${Object.entries(answers)
      .map(([answer, times]) => `${times} × ${answer}`)
      .join(', ')}`,
    ...textTable([['', 'latency', 'sent late'], ...rows]),
    'Latency counts from when a request was due, over all requests; sent late is the part of it that this machine caused.',
  ].join('\n');
}
