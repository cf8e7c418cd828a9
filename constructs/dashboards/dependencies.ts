/** Dashboard: the service map, including Redis and SQL databases. It is made from the service graph's metrics, so the trace store needs no support for maps. */
import { rateInterval } from './chosen-workload';
import type { Links } from '../alerts/links';
import { selector } from '../promql';
import type { Telemetry } from '../scaling/telemetry';
import { lines, type Dashboard, type Panel } from './dashboard';
import { ofLine, ofRow, traceLink } from './trace-links';

export interface DependenciesDashboardProps {
  readonly uid: string;
  readonly telemetry: Telemetry;
  readonly links: Links;
}

export function dependenciesDashboard({ uid, telemetry, links }: DependenciesDashboardProps): Dashboard {
  const { metrics, edgeLabels } = telemetry;
  const { client, server, type } = edgeLabels;
  const by = (metric: string, more = '') => `sum by (${client}, ${server}, ${type}${more}) (rate(${metric}${rateInterval}))`;
  const calls = by(metrics.edgeRequests.name);
  const errors = `(${by(metrics.edgeFailures.name)} or 0 * ${calls}) / (${calls} > 0)`;
  // without calls the quantile is NaN
  const p95 = `histogram_quantile(0.95, ${by(metrics.edgeClientBucket.name, ', le')}) >= 0`;
  const ends = (metric: string) => betweenEnds(telemetry, metric);
  // an edge with a connection type has an end that sends no spans, so its duration there is unknown
  const traced = (metric: string) => ends(`${metric}{${type}=""}`);
  const mean = (sum: string, count: string) => `${traced(sum)} / ${traced(count)}`;
  const edge = `{{${client}}} → {{${server}}}`;
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
        largestFirst: 'Calls',
        clicks: [
          traceLink({ links, service: ofRow(client) }, 'Traces of the caller'),
          traceLink({ links, service: ofRow(client) }, 'Failed traces of the caller', { failed: true }),
        ],
      },
      {
        ...lines('P95 by edge', 'A line that rises alone is the cause; lines that rise with it wait for it.', 'seconds', [{ expr: p95, legend: edge }]),
        axis: 'logarithmic',
        clicks: [traceLink({ links, service: ofLine(client) }, 'Traces of the caller')],
      },
      {
        ...lines('Errors by edge', 'Share of calls that failed, as the caller saw it.', 'share', [{ expr: errors, legend: edge }]),
        clicks: [traceLink({ links, service: ofLine(client) }, 'Failed traces of the caller', { failed: true })],
      },
      {
        ...lines(
          'Time between caller and callee',
          'Client’s mean minus server’s mean, where both send spans: network, queues and connection pools.',
          'seconds',
          [
            {
              expr: `(${mean(metrics.edgeClientSum.name, metrics.edgeClientCount.name)}) - (${mean(metrics.edgeServerSum.name, metrics.edgeServerCount.name)})`,
              legend: edge,
            },
          ],
        ),
        // the difference is below zero where clocks or buckets differ by more than the network's time
        axis: 'fitted',
      },
      lines('Edges with an untraced end', 'Calls to or from something that sends no spans, or whose context was lost.', 'requests/s', [
        { expr: ends(`${metrics.edgeRequests.name}{${type}="${edgeLabels.untraced}"}`), legend: edge },
      ]),
    ],
  };
}

/** Rate per second of each pair of caller and callee, summed over the types of connection. */
function betweenEnds({ edgeLabels: { client, server } }: Telemetry, series: string): string {
  return `sum by (${client}, ${server}) (rate(${series}${rateInterval}))`;
}

/**
 * A node graph reads fields by name: `id`, `title` and `mainstat` of nodes; `id`, `source`, `target` and `mainstat` of edges. The queries put all of them into labels, `mainstat`
 * too: a value field that Grafana renames keeps its old name for the node graph, and the panel's unit is not applied (docs/decisions/0037-grafana.md). A label is drawn as it is.
 */
function map(telemetry: Telemetry): Panel {
  const { client, server } = telemetry.edgeLabels;
  const { metrics, spanLabels, healthRoutes } = telemetry;
  const calls = betweenEnds(telemetry, metrics.edgeRequests.name);
  const served = selector(metrics.calls.name, [
    [spanLabels.deployment, '!=', ''],
    [spanLabels.kind, '=', spanLabels.server],
    [spanLabels.name, '!~', healthRoutes.spanNames],
  ]);
  const named = (series: string, to: string, from: string) => `label_replace(${series}, "${to}", "$1", "${from}", "(.*)")`;
  const of = (series: string, label: string) => `sum by (id) (${named(series, 'id', label)})`;
  // a request from outside, for example through a load balancer, makes no edge into the service, so nodes also come from server spans
  const nodes = `${of(`rate(${served}${rateInterval})`, spanLabels.deployment)} or ${of(calls, server)} or 0 * ${of(calls, client)}`;
  const edges = `sum by (source, target) (${named(named(calls, 'source', client), 'target', server)})`;
  const written = (series: string, by: string) =>
    `label_replace(count_values by (${by}) ("mainstat", round(${series}, 0.01)), "mainstat", "$1 req/s", "mainstat", "(.*)")`;
  return {
    kind: 'map',
    title: 'Service map',
    description:
      'Requests a second along each edge and into each node: as services counted them, health routes left out, and as callers of databases and caches did. “user” stands for callers that send no trace, such as probes and browsers.',
    unit: 'requests/s',
    width: 24,
    queries: [
      { expr: named(written(nodes, 'id'), 'title', 'id'), legend: 'nodes' },
      { expr: `label_join(${written(edges, 'source, target')}, "id", " → ", "source", "target")`, legend: 'edges' },
    ],
  };
}
