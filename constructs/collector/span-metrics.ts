/** Metrics derived from spans. All but one count every span before sampling, so they are exact, not estimated. */
import { durationOf, type Duration } from '../../config/quantities';
import type { Components, Settings } from './collector-config';

export interface SpanMetricsProps {
  /** Prefix of the metrics' names, with dots. */
  readonly namespace: string;
  /** Upper bounds of the histogram in seconds. */
  readonly buckets: readonly number[];
  readonly flushInterval: Duration;
  /** Attributes that become labels besides service, span name, kind and status. */
  readonly dimensions: readonly string[];
  /** Most label combinations of one service; further ones are counted together with `otel_metric_overflow`. */
  readonly cardinalityLimit: number;
  /** Whether samples have exemplars, which contain the id of a trace. */
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
    // a series that did not grow for a day belongs to an operation or a pod that no longer exists
    metrics_expiration: '24h',
    aggregation_cardinality_limit: cardinalityLimit,
    exemplars: { enabled: exemplars, max_per_data_point: 5 },
    // the key of a counter: with it, a restarted gateway starts its counters at 0 instead of joining the old ones
    resource_metrics_key_attributes: ['service.name', ...dimensions],
  };
}

/** A service whose versions are counted separately. */
export interface VersionedService {
  readonly namespace: string;
  readonly deployment: string;
  /** Regular expressions over whole names of the spans that are not counted. */
  readonly uncounted: readonly string[];
}

export interface VersionMetricsProps {
  /** Prefix of the metrics' names, with dots. */
  readonly namespace: string;
  /** The objective's latency target in seconds: the only bound of the histogram. */
  readonly bound: number;
  readonly services: readonly VersionedService[];
  /** Most versions of one service that are counted at once. */
  readonly versions: number;
  /** Names of the resource attributes for namespace, deployment and version. */
  readonly attributes: { readonly namespace: string; readonly deployment: string; readonly version: string };
}

/** Requests by the version that answered. Each version is one resource; above the limit, the version that was not seen for the longest time is dropped. */
export function versionMetrics({ namespace, bound, services, versions, attributes }: VersionMetricsProps, flushInterval: Duration): Settings {
  const dimensions = Object.values(attributes);
  return {
    ...spanMetrics({ namespace, buckets: [bound], flushInterval, dimensions, cardinalityLimit: 2, exemplars: false }),
    exclude_dimensions: ['span.name', 'span.kind', 'collector.instance.id'],
    metrics_expiration: '1h',
    resource_metrics_cache_size: services.length * versions,
  };
}

/** Drops spans that are not counted by version: those of other services, those of health routes, and those that are no requests. */
export function versionFilter({ services, attributes }: VersionMetricsProps): Settings {
  const equals = (attribute: string, value: string): string => `resource.attributes["${attribute}"] == "${value}"`;
  const counted = services.map(({ namespace, deployment, uncounted }) => {
    const isOwn = [equals(attributes.namespace, namespace), equals(attributes.deployment, deployment)];
    return `(${[...isOwn, ...uncounted.map((names) => `not IsMatch(span.name, "^(${names})$")`)].join(' and ')})`;
  });
  return { error_mode: 'ignore', trace_conditions: ['span.kind != SPAN_KIND_SERVER', `not (${counted.join(' or ')})`] };
}

/** Filters of the spans that each connector counts. Requests have a limit of their own, so that names of other spans cannot use it up. */
export const kindFilters: Components = {
  'filter/requests': { error_mode: 'ignore', trace_conditions: ['span.kind != SPAN_KIND_SERVER'] },
  'filter/steps': { error_mode: 'ignore', trace_conditions: ['span.kind == SPAN_KIND_SERVER'] },
};

/**
 * Restores labels of overflow series. The series for combinations beyond the limit has no dimensions. Its resource still tells the workload, and its pipeline tells that it counts
 * requests. With both as labels a workload's total rate stays complete, rules can detect the overflow, and the series of two services do not collide.
 */
export function overflowLabels(dimensions: readonly string[]): Components {
  const conditions = ['datapoint.attributes["otel.metric.overflow"] == true'];
  const named = ['service.name', ...dimensions].map((key) => `set(datapoint.attributes["${key}"], resource.attributes["${key}"])`);
  const labelled = (statements: readonly string[]): Settings => ({
    error_mode: 'ignore',
    metric_statements: [{ context: 'datapoint', conditions, statements }],
  });
  return {
    'transform/requests-overflow': labelled([...named, 'set(datapoint.attributes["span.kind"], "SPAN_KIND_SERVER")']),
    'transform/steps-overflow': labelled(named),
  };
}

export interface ServiceGraphProps {
  readonly buckets: readonly number[];
  readonly flushInterval: Duration;
  /** Most edges that may wait for their second span at once. */
  readonly openEdges: number;
  /** Seconds that an edge waits for its second span; `look` is the time between two sweeps of expired edges. */
  readonly pairWait: number;
  readonly look: number;
}

/** Attributes that name a database or a cache, newest semantic convention first: without `db.system` a Redis call, which has no database name, would make no edge. */
const databaseNames = ['db.namespace', 'db.name', 'db.system.name', 'db.system'];

/** Edges between services, and from services to databases and caches. */
export function serviceGraph({ buckets, flushInterval, openEdges, pairWait, look }: ServiceGraphProps): Settings {
  return {
    latency_histogram_buckets: buckets.map(goDuration),
    metrics_flush_interval: flushInterval,
    database_name_attributes: databaseNames,
    // with these attributes a client span whose server is not traced still makes an edge
    virtual_node_peer_attributes: ['peer.service', ...databaseNames, 'server.address'],
    store: { ttl: goDuration(pairWait), max_items: openEdges },
    cache_loop: '1h',
    store_expiration_loop: goDuration(look),
  };
}

/** Go's notation of a duration in seconds. 0.005 → `5ms`, 2 → `2s`, 0.0005 → `500us`. */
function goDuration(value: number): string {
  const micros = Math.round(value * 1e6);
  return micros % 1000 === 0 ? durationOf(value) : `${micros}us`;
}
