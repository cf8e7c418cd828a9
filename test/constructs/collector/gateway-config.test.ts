import { valueAt } from '../../../config/record';
import { gateway, ownFolder, queueLink } from '../../../charts/collector-config';
import { latencyBounds } from '../../../config/metrics/latency-bounds';
import { healthRoutes } from '../../../config/names';
import { metrics } from '../../../config/telemetry';
import type { CollectorConfig, Pipeline } from '../../../constructs/collector/collector-config';
import { environmentWith } from '../../environment-with';

const environment = environmentWith();
const config = gateway(environment);
const at = (path: string): unknown => valueAt(config, path);

function pipeline({ service }: CollectorConfig, name: string): Pipeline {
  const found = service.pipelines[name];
  if (found === undefined) throw new Error(`there must be a pipeline ${name}, found ${Object.keys(service.pipelines).join(', ')}`);
  return found;
}

test('the memory limiter is the first processor of the receiving pipeline', () => {
  const receiving = Object.values(config.service.pipelines).filter(({ receivers }) => receivers.includes('otlp'));
  expect(receiving).toHaveLength(1);
  expect(receiving[0]?.processors[0]).toBe('memory_limiter');
});

test('spans get their identity and are filtered, then counted, and only then sampled', () => {
  const measured = pipeline(config, 'traces/measured');
  expect(measured.processors).toEqual(['memory_limiter', 'resource/claims', 'k8s_attributes', 'transform/span-shape', 'filter/asgi']);
  expect(measured.exporters).toEqual(['service_graph', 'forward/requests', 'forward/steps', 'forward/measured']);
  const sampled = pipeline(config, 'traces/sampled');
  expect(sampled).toEqual({ receivers: ['forward/measured'], processors: ['tail_sampling'], exporters: ['forward/stored', 'forward/kept'] });
});

test('behind agents a gateway does not look up who sent a span', () => {
  const tiers = gateway(environmentWith({ 'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 4 }, gateways: 2 } }));
  expect(pipeline(tiers, 'traces/measured').processors).toEqual(['memory_limiter', 'transform/span-shape', 'filter/asgi']);
  expect(Object.keys(tiers.processors)).not.toContain('k8s_attributes');
});

test('the heartbeat is counted and not stored: it is dropped by the first sampling policy and by no processor before the counting', () => {
  const dropping = JSON.stringify(config.processors['filter/asgi']);
  expect(dropping).not.toContain(healthRoutes.ready);
  // only INTERNAL spans of the ASGI instrumentation are filtered
  expect(at('processors.filter/asgi.trace_conditions')).toEqual([expect.stringMatching(/^span\.kind == SPAN_KIND_INTERNAL and /)]);
  const [first] = at('processors.tail_sampling.policies') as readonly unknown[];
  expect(first).toMatchObject({ type: 'drop' });
  expect(JSON.stringify(first)).toContain(healthRoutes.heartbeatSpan);
});

test('buckets are those of the telemetry contract, in seconds, for operations and for edges', () => {
  const inSeconds = (bounds: unknown): readonly number[] =>
    (bounds as readonly string[]).map((bound) => (bound.endsWith('ms') ? Number(bound.slice(0, -2)) / 1000 : Number(bound.slice(0, -1))));
  for (const connector of ['span_metrics/requests', 'span_metrics/sampled']) {
    expect(at(`connectors.${connector}.histogram.unit`)).toBe('s');
    expect(inSeconds(at(`connectors.${connector}.histogram.explicit.buckets`))).toEqual(latencyBounds(environment));
  }
  expect(inSeconds(at('connectors.service_graph.latency_histogram_buckets'))).toEqual(latencyBounds(environment));
});

test('requests are counted by a connector of their own, so that other spans do not use up its cardinality limit', () => {
  const counted = (connector: string): readonly string[] =>
    Object.values(config.service.pipelines).flatMap(({ exporters, processors }) => (exporters.includes(connector) ? processors : []));
  expect(counted('span_metrics/requests')).toEqual(['filter/requests']);
  expect(counted('span_metrics/sampled')).toEqual(['filter/requests']);
  expect(counted('span_metrics/steps')).toEqual(['filter/steps']);
  expect(at('processors.filter/requests.trace_conditions')).toEqual(['span.kind != SPAN_KIND_SERVER']);
  expect(at('processors.filter/steps.trace_conditions')).toEqual(['span.kind == SPAN_KIND_SERVER']);
  for (const connector of ['requests', 'steps']) expect(at(`connectors.span_metrics/${connector}.aggregation_cardinality_limit`)).toBe(200);
});

test('overflow series get the workload from the resource before the resource is dropped', () => {
  for (const kind of ['requests', 'steps']) {
    expect(pipeline(config, `metrics/${kind}`).processors).toEqual([`transform/${kind}-overflow`, 'transform/own-labels']);
    const [{ statements }] = at(`processors.transform/${kind}-overflow.metric_statements`) as readonly [{ statements: readonly string[] }];
    for (const key of ['service.name', 'k8s.namespace.name', 'k8s.deployment.name']) {
      expect(statements).toContain(`set(datapoint.attributes["${key}"], resource.attributes["${key}"])`);
    }
    // rules count the overflow as requests without a route, so the rate stays complete
    expect(statements.some((statement) => statement.includes('SPAN_KIND_SERVER'))).toBe(kind === 'requests');
  }
});

test('names are those of the telemetry contract: the connector joins its prefix and the measure', () => {
  const prefixed = (connector: string): string => String(at(`connectors.${connector}.namespace`)).replaceAll('.', '_');
  for (const connector of ['span_metrics/requests', 'span_metrics/steps']) {
    expect(`${prefixed(connector)}_calls_total`).toBe(metrics.calls.name);
    expect(`${prefixed(connector)}_duration_seconds_bucket`).toBe(metrics.durationBucket.name);
  }
  expect(`${prefixed('span_metrics/sampled')}_duration_seconds_bucket`).toBe(metrics.sampledDurationBucket.name);
});

test('exemplars are only of kept traces, and last longer than one scrape', () => {
  expect(at('connectors.span_metrics/requests.exemplars.enabled')).toBe(false);
  expect(at('connectors.span_metrics/sampled.exemplars.enabled')).toBe(true);
  // flush 5 s + scrape 10 s
  expect(at('connectors.span_metrics/sampled.metrics_flush_interval')).toBe('15s');
  expect(at('exporters.prometheus.enable_open_metrics')).toBe(true);
});

test('the queue is on the volume, written with fsync, counted in items, and retried without end', () => {
  expect(at('extensions.file_storage/queue')).toMatchObject({ directory: queueLink(ownFolder), fsync: true, compaction: { directory: queueLink(ownFolder) } });
  expect(config.service.extensions).toContain('file_storage/queue');
  expect(at('exporters.otlp_grpc/jaeger.sending_queue')).toMatchObject({ enabled: true, storage: 'file_storage/queue', sizer: 'items' });
  expect(at('exporters.otlp_grpc/jaeger.retry_on_failure')).toMatchObject({ enabled: true, max_elapsed_time: '0s' });
});

test('sampled traces are batched for half a second before the queue writes them: an fsync for each trace would block the counting', () => {
  const batches = Object.entries(config.service.pipelines).flatMap(([name, { processors }]) =>
    processors.some((one) => one.startsWith('batch')) ? [name] : [],
  );
  expect(batches).toEqual(['traces/stored']);
  expect(pipeline(config, 'traces/stored')).toEqual({ receivers: ['forward/stored'], processors: ['batch/stored'], exporters: ['otlp_grpc/jaeger'] });
  expect(at('processors.batch/stored')).toEqual({ timeout: '500ms', send_batch_size: 2048, send_batch_max_size: 8192 });
});

test('every component in a pipeline is defined, and every defined component is used', () => {
  const { receivers, processors, connectors, exporters, extensions, service } = config;
  const pipelines = Object.values(service.pipelines);
  const names = (of: (pipeline: Pipeline) => readonly string[]): readonly string[] => [...new Set(pipelines.flatMap(of))].sort();
  expect(names((one) => one.processors)).toEqual(Object.keys(processors).sort());
  expect(names((one) => [...one.receivers, ...one.exporters])).toEqual(Object.keys({ ...receivers, ...connectors, ...exporters }).sort());
  expect([...service.extensions].sort()).toEqual(Object.keys(extensions).sort());
});
