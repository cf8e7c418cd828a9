/** Who calls whom, Redis and SQL among them: made of the service graph's own metrics, without a trace backend that knows maps. */
import { rateInterval } from './chosen-workload';
import type { Telemetry } from '../scaling/telemetry';
import type { Dashboard, Panel } from './dashboard';

export function dependenciesDashboard({ uid, telemetry }: { readonly uid: string; readonly telemetry: Telemetry }): Dashboard {
  const { metrics, edgeLabels } = telemetry;
  const { client, server, type } = edgeLabels;
  const by = (metric: string, more = '') => `sum by (${client}, ${server}, ${type}${more}) (rate(${metric}${rateInterval}))`;
  const calls = by(metrics.edgeRequests.name);
  const errors = `(${by(metrics.edgeFailures.name)} or 0 * ${calls}) / (${calls} > 0)`;
  const p95 = `histogram_quantile(0.95, ${by(metrics.edgeClientBucket.name, ', le')})`;
  const edge = '{{client}} → {{server}}'.replace('client', client).replace('server', server);
  return {
    uid,
    title: 'Dependencies',
    description: 'The map of services, databases and caches, and each edge of it.',
    past: '1h',
    perWorkload: false,
    panels: [
      map(telemetry),
      {
        kind: 'table',
        title: 'Edges',
        description: 'As the caller saw them: queueing for a connection and the network are part of its wait.',
        unit: 'requests/s',
        width: 24,
        columns: [client, server, type],
        units: ['requests/s', 'share', 'seconds'],
        queries: [
          { expr: calls, legend: 'Calls' },
          { expr: errors, legend: 'Errors' },
          { expr: p95, legend: 'P95' },
        ],
      },
      series('P95 by edge', 'A line that rises alone is the cause; lines that rise with it wait for it.', 'seconds', { expr: p95, legend: edge }),
      series('Errors by edge', 'Share of calls that failed, as the caller saw it.', 'share', { expr: errors, legend: edge }),
      series('Time between caller and callee', 'Client’s mean minus server’s mean: network, queues and connection pools.', 'seconds', {
        expr: `(sum by (${client}, ${server}) (rate(${metrics.edgeClientSum.name}${rateInterval})) / sum by (${client}, ${server}) (rate(${metrics.edgeClientCount.name}${rateInterval}))) - (sum by (${client}, ${server}) (rate(${metrics.edgeServerSum.name}${rateInterval})) / sum by (${client}, ${server}) (rate(${metrics.edgeServerCount.name}${rateInterval})))`,
        legend: edge,
      }),
      series('Edges with an untraced end', 'Calls to or from something that sends no spans, or whose context was lost.', 'requests/s', {
        expr: `sum by (${client}, ${server}) (rate(${metrics.edgeRequests.name}{${type}="${edgeLabels.untraced}"}${rateInterval}))`,
        legend: edge,
      }),
    ],
  };
}

function series(
  title: string,
  description: string,
  unit: 'seconds' | 'share' | 'requests/s',
  query: { readonly expr: string; readonly legend: string },
): Panel {
  return { kind: 'series', title, description, unit, width: 12, queries: [query] };
}

/** A node graph reads fields by name: `id` and `title` of nodes; `id`, `source` and `target` of edges. PromQL makes labels of these names, so nothing has to rename them. */
function map({ metrics, edgeLabels: { client, server } }: Telemetry): Panel {
  const calls = `sum by (${client}, ${server}) (rate(${metrics.edgeRequests.name}${rateInterval}))`;
  const named = (series: string, to: string, from: string) => `label_replace(${series}, "${to}", "$1", "${from}", "(.*)")`;
  const nodes = `sum by (id) (${named(calls, 'id', server)}) or 0 * sum by (id) (${named(calls, 'id', client)})`;
  const edges = `sum by (source, target) (${named(named(calls, 'source', client), 'target', server)})`;
  return {
    kind: 'map',
    title: 'Service map',
    description: 'Requests a second into each node and along each edge.',
    unit: 'requests/s',
    width: 24,
    queries: [
      { expr: named(nodes, 'title', 'id'), legend: 'nodes' },
      { expr: `label_join(${edges}, "id", " → ", "source", "target")`, legend: 'edges' },
    ],
  };
}
