import { valueAt } from '../../../config/record';
import { metrics, recorded } from '../../../config/telemetry';
import { spanMetricsPrefix } from '../../../charts/jaeger-config';
import { jaegerConfig, samplingStrategies, uiSettings, type JaegerConfigProps, type JaegerRole } from '../../../constructs/jaeger/jaeger-config';

const props: Omit<JaegerConfigProps, 'role'> = {
  storage: { kind: 'badger', dailyVolume: '2048Mi' },
  retention: '259200s',
  memoryLimit: '768Mi',
  host: '0.0.0.0',
  ports: { otlpGrpc: 4317, otlpHttp: 4318, ui: 16_686, uiGrpc: 16_685, health: 13_133, selfMetrics: 8888 },
  metrics: { prometheus: 'http://prometheus:9090', namespace: 'traces_span_metrics' },
  uiConfig: '/etc/jaeger/ui.json',
  sampling: { file: '/etc/jaeger/sampling.json', port: 5778 },
};
const config = (role: JaegerRole): ReturnType<typeof jaegerConfig> => jaegerConfig({ ...props, role });
const roles: readonly JaegerRole[] = ['both', 'collector', 'query'];

test('a collector receives spans and has no query service', () => {
  const { extensions, receivers, service } = config('collector');
  expect(Object.keys(extensions)).toEqual(['healthcheckv2', 'jaeger_storage', 'remote_sampling']);
  expect(Object.keys(receivers)).toEqual(['otlp']);
  expect(service.pipelines['traces']).toEqual({ receivers: ['otlp'], processors: ['memory_limiter'], exporters: ['jaeger_storage_exporter'] });
});

test('a query service shows traces and receives no spans', () => {
  const { extensions, receivers, exporters, service } = config('query');
  expect(Object.keys(extensions)).toEqual(['healthcheckv2', 'jaeger_storage', 'jaeger_query']);
  expect([receivers, exporters]).toEqual([{ nop: {} }, { nop: {} }]);
  expect(service.pipelines['traces']).toEqual({ receivers: ['nop'], processors: [], exporters: ['nop'] });
});

test('one process has both roles if only one can open the storage', () => {
  const { extensions, receivers } = config('both');
  expect(Object.keys(extensions)).toEqual(['healthcheckv2', 'jaeger_storage', 'jaeger_query', 'remote_sampling']);
  expect(Object.keys(receivers)).toEqual(['otlp']);
});

test.each(roles)('as %s, every configured extension is started, and the health check listens on the address of the pod', (role) => {
  const { extensions, service } = config(role);
  expect(service.extensions).toEqual(Object.keys(extensions));
  expect(extensions['healthcheckv2']).toEqual({ use_v2: true, http: { endpoint: '0.0.0.0:13133' } });
  expect(valueAt(service.telemetry, 'metrics.readers[0].pull.exporter.prometheus')).toEqual({ host: '0.0.0.0', port: 8888 });
});

test.each(roles)('as %s, the Monitor tab reads metrics of the telemetry contract, in the only unit that it supports', (role) => {
  const backend = valueAt(config(role).extensions, 'jaeger_storage.metric_backends.monitor.prometheus');
  expect(backend).toMatchObject({ endpoint: 'http://prometheus:9090', metric_namespace: 'traces_span_metrics', latency_unit: 'ms' });
  // Jaeger adds its own suffixes to the prefix
  expect([`${spanMetricsPrefix}_calls_total`, `${spanMetricsPrefix}_duration_milliseconds_bucket`]).toEqual([metrics.calls.name, recorded.monitorDuration]);
});

test('the query service refers to storage and metrics by the names of their extensions', () => {
  const { extensions } = config('both');
  const { traces, metrics: monitor } = valueAt(extensions, 'jaeger_query.storage') as { readonly traces: string; readonly metrics: string };
  expect(Object.keys(valueAt(extensions, 'jaeger_storage.backends') as object)).toEqual([traces]);
  expect(Object.keys(valueAt(extensions, 'jaeger_storage.metric_backends') as object)).toEqual([monitor]);
  expect(valueAt(config('both').exporters, 'jaeger_storage_exporter.trace_storage')).toBe(traces);
});

test('remote sampling tells clients to send everything, because collectors decide later; the Monitor tab is enabled', () => {
  expect(samplingStrategies.default_strategy).toEqual({ type: 'probabilistic', param: 1 });
  expect(uiSettings.monitor.menuEnabled).toBe(true);
  expect(valueAt(config('collector').extensions, 'remote_sampling')).toMatchObject({ file: { path: '/etc/jaeger/sampling.json' } });
});
