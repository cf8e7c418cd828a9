/** Metrics derived from spans. All but one count every span before sampling, so they are exact and no estimates. */
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
  /** Most label combinations of one service; what is beyond is counted under `otel_metric_overflow`. */
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

/** A service whose versions are counted apart. */
export interface VersionedService {
  readonly namespace: string;
  readonly deployment: string;
  /** Names of spans that do not count, each a regular expression over whole names. */
  readonly uncounted: readonly string[];
}

export interface VersionMetricsProps {
  /** Prefix of the metrics' names, with dots. */
  readonly namespace: string;
  /** Upper bound of what is as fast as promised, in seconds. */
  readonly bound: number;
  readonly services: readonly VersionedService[];
  /** Versions of one service that are counted at once. */
  readonly versions: number;
  /** Attributes of a resource: where it runs, and its version. */
  readonly attributes: { readonly namespace: string; readonly deployment: string; readonly version: string };
}

/** Requests by the version that answered them. A resource is one version: what is beyond the limit is the one that was seen longest ago. */
export function versionMetrics({ namespace, bound, services, versions, attributes }: VersionMetricsProps, flushInterval: Duration): Settings {
  const dimensions = Object.values(attributes);
  return {
    ...spanMetrics({ namespace, buckets: [bound], flushInterval, dimensions, cardinalityLimit: 2, exemplars: false }),
    exclude_dimensions: ['span.name', 'span.kind', 'collector.instance.id'],
    metrics_expiration: '1h',
    resource_metrics_cache_size: services.length * versions,
  };
}

/** Of every other span, and of health routes, nothing is counted by version. */
export function versionFilter({ services, attributes }: VersionMetricsProps): Settings {
  const equals = (attribute: string, value: string): string => `resource.attributes["${attribute}"] == "${value}"`;
  const counted = services.map(({ namespace, deployment, uncounted }) => {
    const isOwn = [equals(attributes.namespace, namespace), equals(attributes.deployment, deployment)];
    return `(${[...isOwn, ...uncounted.map((names) => `not IsMatch(span.name, "^(${names})$")`)].join(' and ')})`;
  });
  return { error_mode: 'ignore', trace_conditions: ['span.kind != SPAN_KIND_SERVER', `not (${counted.join(' or ')})`] };
}

/** Which spans a connector counts. Requests have a limit of their own, so that no name of another span can take a place from them. */
export const kindFilters: Components = {
  'filter/requests': { error_mode: 'ignore', trace_conditions: ['span.kind != SPAN_KIND_SERVER'] },
  'filter/steps': { error_mode: 'ignore', trace_conditions: ['span.kind == SPAN_KIND_SERVER'] },
};

/**
 * What is counted beyond a limit carries no label at all. Whose it is, is in the resource; that it is of requests is known from the pipeline. With both, a workload's
 * rate stays whole, rules can ask whether something overflowed, and its series do not collide with those of another service.
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
  /** Pairs of spans that may wait for each other at once. */
  readonly openEdges: number;
  /** Seconds for which one waits for its pair, and between two looks at those that waited long enough. */
  readonly pairWait: number;
  readonly look: number;
}

/** Attributes that name a database or a cache, newest semantic convention first: without the system's a Redis call, which has no database name, makes no edge. */
const databaseNames = ['db.namespace', 'db.name', 'db.system.name', 'db.system'];

/** Edges between services, and from services to databases and caches. */
export function serviceGraph({ buckets, flushInterval, openEdges, pairWait, look }: ServiceGraphProps): Settings {
  return {
    latency_histogram_buckets: buckets.map(goDuration),
    metrics_flush_interval: flushInterval,
    database_name_attributes: databaseNames,
    // a client span whose server is not traced still has an edge
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
