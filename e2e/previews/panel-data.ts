/** What a real Prometheus answers to a panel's queries. */
import { exemplarsOf, type Exemplar } from '../prometheus/prometheus-exemplars';
import { seriesAt, seriesOver, type QueryRange, type Series } from '../prometheus/prometheus-query';
import { shortened } from './shortened';
import type { Panel } from '../../charts/dashboards';

/** One line of a chart, or one row of a table. */
export interface PreviewSeries extends Series {
  /** Index of the query that it answers. */
  readonly query: number;
  readonly name: string;
}

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
  { window, variables }: { readonly window: QueryRange; readonly variables: Variables },
): Promise<readonly PreviewSeries[]> {
  const answers = await Promise.all(
    panel.queries.map(async ({ expr, legend }, query) => {
      const asked = interpolated(expr, variables);
      const found = await (panel.kind === 'series' ? seriesOver(prometheus, asked, window) : seriesAt(prometheus, asked, window.to));
      return found
        .map(finite)
        .filter(({ points }) => points.length > 0)
        .map((series) => ({ ...series, query, name: named(legend, series.labels) }));
    }),
  );
  return answers.flat();
}

/** Requests that a panel shows as points, none where no query of it asks for them. */
export async function panelExemplars(
  prometheus: string,
  { queries }: Panel,
  { window, variables }: { readonly window: QueryRange; readonly variables: Variables },
): Promise<readonly Exemplar[]> {
  const asked = queries.filter(({ exemplars }) => exemplars === true);
  const found = await Promise.all(asked.map(({ expr }) => exemplarsOf(prometheus, interpolated(expr, variables), window)));
  return found.flat();
}

/** What can be drawn of it. */
function finite({ labels, points }: Series): Series {
  return { labels, points: points.filter(([, value]) => Number.isFinite(value)) };
}

function named(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => shortened(labels[label] ?? '')).trim();
}
