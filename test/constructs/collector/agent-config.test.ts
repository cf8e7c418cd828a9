import fc from 'fast-check';
import { valueAt } from '../../../config/record';
import { agentConfig, waitingSpans, type AgentConfigProps } from '../../../constructs/collector/agent-config';
import { seconds } from '../../../config/quantities';

const props: AgentConfigProps = {
  listen: { grpc: '10.0.0.1:4317', http: '10.0.0.1:4318', health: '10.0.0.1:13133', selfMetrics: { host: '10.0.0.1', port: 8888 } },
  memoryLimit: '256Mi',
  identity: { 'resource/claims': {}, k8s_attributes: {} },
  gateways: { kind: 'dns', expected: 2, hostname: 'gateways.observability.svc', port: 4317 },
};
const router = (changes: Partial<AgentConfigProps> = {}): unknown => agentConfig({ ...props, ...changes }).exporters['load_balancing'];
const secondsAt = (source: unknown, path: string): number => seconds(String(valueAt(source, path)) as `${number}s`);

test('the memory limiter comes first, then spans get the identity of their sender', () => {
  const { processors, service } = agentConfig(props);
  expect(service.pipelines['traces']?.processors).toEqual(['memory_limiter', 'resource/claims', 'k8s_attributes']);
  expect(Object.keys(processors).sort()).toEqual(['k8s_attributes', 'memory_limiter', 'resource/claims']);
});

test('an agent neither counts nor samples, but routes every trace by its id to one gateway', () => {
  const { connectors, exporters, service } = agentConfig(props);
  expect(connectors).toEqual({});
  expect(Object.keys(exporters)).toEqual(['load_balancing']);
  expect(Object.keys(service.pipelines)).toEqual(['traces']);
  expect(valueAt(router(), 'routing_key')).toBe('traceID');
});

test('gateways are found by a DNS name that resolves to all of them, or listed', () => {
  expect(valueAt(router(), 'resolver')).toMatchObject({ dns: { hostname: 'gateways.observability.svc', port: '4317' } });
  expect(valueAt(router({ gateways: { kind: 'static', expected: 2, addresses: ['a:1', 'b:1'] } }), 'resolver')).toEqual({
    static: { hostnames: ['a:1', 'b:1'] },
  });
});

test('each gateway has its own queue and retries behind the router, and the router itself does not retry', () => {
  expect(valueAt(router(), 'protocol.otlp.sending_queue')).toMatchObject({ enabled: true, sizer: 'items' });
  expect(valueAt(router(), 'protocol.otlp.retry_on_failure')).toMatchObject({ enabled: true, max_elapsed_time: '0s' });
  expect(valueAt(router(), 'retry_on_failure')).toEqual({ enabled: false });
  expect(valueAt(router(), 'sending_queue')).toMatchObject({ enabled: true, sizer: 'items', batch: { max_size: 4096 } });
  // a full queue must refuse: if it blocked, spans for the other gateways would wait too
  expect(valueAt(router(), 'protocol.otlp.sending_queue.block_on_overflow')).toBeUndefined();
});

test('the timeout is longer than a slow gateway needs, because it has counted the spans even if it answers late', () => {
  // the readiness probe of a gateway fails after 30 s
  expect(secondsAt(router(), 'protocol.otlp.timeout')).toBeGreaterThan(30);
});

test('the queues of any number of gateways together take a quarter of the memory, and each holds at least one batch', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 65_536 }), fc.integer({ min: 1, max: 16 }), (limit, gateways) => {
      const kibibytes = waitingSpans(`${limit}Mi`, gateways) * gateways * 2;
      expect(kibibytes).toBeLessThanOrEqual((limit * 1024) / 4);
      expect(kibibytes).toBeGreaterThan((limit * 1024) / 4 - 2 * gateways - 1);
    }),
  );
  expect(waitingSpans('512Mi', 2)).toBe(32_768);
  expect(waitingSpans('64Mi', 20)).toBe(4096);
});

test('every endpoint listens on the given address: by default it would be localhost, and the probe would kill the pod', () => {
  const { extensions, receivers, service } = agentConfig(props);
  expect(valueAt(extensions, 'health_check.endpoint')).toBe('10.0.0.1:13133');
  expect(service.extensions).toEqual(['health_check']);
  expect(valueAt(receivers, 'otlp.protocols.grpc.endpoint')).toBe('10.0.0.1:4317');
  expect(valueAt(receivers, 'otlp.protocols.http.endpoint')).toBe('10.0.0.1:4318');
  expect(valueAt(service.telemetry, 'metrics.readers[0].pull.exporter.prometheus')).toMatchObject({ host: '10.0.0.1', port: 8888 });
});

test('its own metrics have the suffixes of the telemetry contract', () => {
  const reader = valueAt(agentConfig(props).service.telemetry, 'metrics.readers[0].pull.exporter.prometheus');
  expect(reader).toMatchObject({ without_type_suffix: false, without_units: false });
});
