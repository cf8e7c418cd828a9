/** Metrics made of spans. All but one are made of every span, before sampling, so that they are counts and not estimates. */
import { durationOf, type Duration } from '../../config/quantities';
import type { Settings } from './collector-config';

export interface SpanMetricsProps {
  /** Prefix of the metrics' names, with dots. */
  readonly namespace: string;
  /** Upper bounds of the histogram in seconds. */
  readonly buckets: readonly number[];
  readonly flushInterval: Duration;
  /** Attributes that become labels besides service, span name, kind and status. */
  readonly dimensions: readonly string[];
  /** Most label combinations; what is beyond is counted under `otel_metric_overflow`. */
  readonly cardinalityLimit: number;
  /** Whether each sample carries the id of a trace. */
  readonly exemplars: boolean;
}

/** Rate, errors and duration of each operation. The unit is stated, because the connector's own default is about to change from ms to s. */
export function spanMetrics({ namespace, buckets, flushInterval, dimensions, cardinalityLimit, exemplars }: SpanMetricsProps): Settings {
  return {
    namespace,
    histogram: { unit: 's', explicit: { buckets: buckets.map(goDuration) } },
    dimensions: dimensions.map((name) => ({ name })),
    exclude_dimensions: ['collector.instance.id'],
    metrics_flush_interval: flushInterval,
    // a series nobody has added to for a day belongs to an operation or a pod that is gone
    metrics_expiration: '24h',
    aggregation_cardinality_limit: cardinalityLimit,
    exemplars: { enabled: exemplars, max_per_data_point: 5 },
    // a restarted gateway begins its counters anew instead of joining the old ones
    resource_metrics_key_attributes: ['service.name', ...dimensions],
  };
}

export interface ServiceGraphProps {
  readonly buckets: readonly number[];
  readonly flushInterval: Duration;
  /** Pairs of spans that may wait for each other at once. */
  readonly openEdges: number;
}

/** Attributes that name a database or a cache, newest semantic convention first: without the system's a Redis call, which has no database name, makes no edge. */
const databaseNames = ['db.namespace', 'db.name', 'db.system.name', 'db.system'];

/** Edges between services, and from services to databases and caches. */
export function serviceGraph({ buckets, flushInterval, openEdges }: ServiceGraphProps): Settings {
  return {
    latency_histogram_buckets: buckets.map(goDuration),
    metrics_flush_interval: flushInterval,
    database_name_attributes: databaseNames,
    // a client span whose server is not traced still has an edge
    virtual_node_peer_attributes: ['peer.service', ...databaseNames, 'server.address'],
    store: { ttl: '10s', max_items: openEdges },
    cache_loop: '1h',
    store_expiration_loop: '2s',
  };
}

/** Go's notation of a duration in seconds. 0.005 → `5ms`, 2 → `2s`, 0.0005 → `500us`. */
function goDuration(value: number): string {
  const micros = Math.round(value * 1e6);
  return micros % 1000 === 0 ? durationOf(value) : `${micros}us`;
}
