/** Metrics of the edges between services, databases and caches, made by the service_graph connector from pairs of spans. */
import { jobs, type MetricContract } from './contract';

export const serviceGraphMetrics = {
  edgeRequests: { name: 'traces_service_graph_request_total', unit: 'requests', job: jobs.gateway },
  edgeFailures: { name: 'traces_service_graph_request_failed_total', unit: 'requests', job: jobs.gateway },
  /** Duration as the client saw it: the time that the caller waited. */
  edgeClientBucket: { name: 'traces_service_graph_request_client_seconds_bucket', unit: 'seconds', job: jobs.gateway },
  edgeClientSum: { name: 'traces_service_graph_request_client_seconds_sum', unit: 'seconds', job: jobs.gateway },
  edgeClientCount: { name: 'traces_service_graph_request_client_seconds_count', unit: 'requests', job: jobs.gateway },
  /** Duration as the server saw it; the difference to the client's is network and queueing. */
  edgeServerBucket: { name: 'traces_service_graph_request_server_seconds_bucket', unit: 'seconds', job: jobs.gateway },
  edgeServerSum: { name: 'traces_service_graph_request_server_seconds_sum', unit: 'seconds', job: jobs.gateway },
  edgeServerCount: { name: 'traces_service_graph_request_server_seconds_count', unit: 'requests', job: jobs.gateway },
  /** Edges that expired before their second span arrived. The collector counts them in total; there is no series by client and server. */
  expiredEdges: { name: 'otelcol_connector_servicegraph_expired_edges_total', unit: 'count', job: jobs.collectorSelf },
  droppedEdges: { name: 'otelcol_connector_servicegraph_dropped_spans_total', unit: 'spans', job: jobs.collectorSelf },
} as const satisfies Record<string, MetricContract>;

/** Labels of an edge. A database or cache is a `server` whose name is its system or database. */
export const edgeLabels = {
  client: 'client',
  server: 'server',
  type: 'connection_type',
  /** Type of an edge of which one end is not traced, or of which the trace context was lost on the way. */
  untraced: 'virtual_node',
  /** Type of an edge to a database or a cache. */
  database: 'database',
} as const;
