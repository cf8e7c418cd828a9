import { agentConfig, type AgentConfigProps } from '../../../constructs/collector/agent-config';
import { seconds } from '../../../config/quantities';
import { valueAt } from '../../altered';

const props: AgentConfigProps = {
  listen: { grpc: '10.0.0.1:4317', http: '10.0.0.1:4318', health: '10.0.0.1:13133', selfMetrics: { host: '10.0.0.1', port: 8888 } },
  memoryLimit: '256Mi',
  identity: { 'resource/claims': {}, k8s_attributes: {} },
  gateways: { kind: 'dns', hostname: 'gateways.observability.svc', port: 4317 },
};
const router = (changes: Partial<AgentConfigProps> = {}): unknown => agentConfig({ ...props, ...changes }).exporters['load_balancing'];
const secondsAt = (source: unknown, path: string): number => seconds(String(valueAt(source, path)) as `${number}s`);

test('the memory limiter refuses before anything is worked on, then spans are told who sent them', () => {
  const { processors, service } = agentConfig(props);
  expect(service.pipelines['traces']?.processors).toEqual(['memory_limiter', 'resource/claims', 'k8s_attributes']);
  expect(Object.keys(processors).sort()).toEqual(['k8s_attributes', 'memory_limiter', 'resource/claims']);
});

test('an agent neither counts nor samples: it routes every trace by its id to one gateway', () => {
  const { connectors, exporters, service } = agentConfig(props);
  expect(connectors).toEqual({});
  expect(Object.keys(exporters)).toEqual(['load_balancing']);
  expect(Object.keys(service.pipelines)).toEqual(['traces']);
  expect(valueAt(router(), 'routing_key')).toBe('traceID');
});

test('gateways are found by a name that resolves to all of them, or listed', () => {
  expect(valueAt(router(), 'resolver')).toMatchObject({ dns: { hostname: 'gateways.observability.svc', port: '4317' } });
  expect(valueAt(router({ gateways: { kind: 'static', addresses: ['a:1', 'b:1'] } }), 'resolver')).toEqual({ static: { hostnames: ['a:1', 'b:1'] } });
});

test.each([[props.gateways], [{ kind: 'static', addresses: ['a:1'] } as const]])(
  'a batch stays with its gateway until that is given up, and only then goes back to the router: %j',
  (gateways) => {
    const config = router({ gateways });
    // one attempt of the router lasts longer than all attempts at a gateway, and one answer is waited for less long than that
    expect(secondsAt(config, 'timeout')).toBeGreaterThan(secondsAt(config, 'protocol.otlp.retry_on_failure.max_elapsed_time'));
    expect(secondsAt(config, 'protocol.otlp.timeout')).toBeLessThan(secondsAt(config, 'protocol.otlp.retry_on_failure.max_elapsed_time'));
  },
);

test('by name a gateway is tried for longer than DNS may hold the address of one that is gone', () => {
  // 30 s: the longest that a resolver of the cluster keeps an answer
  expect(secondsAt(router(), 'protocol.otlp.retry_on_failure.max_elapsed_time')).toBeGreaterThan(30);
});

test('the queue stands in front of the router alone: one more behind it would hold what the router believes to be sent', () => {
  expect(valueAt(router(), 'protocol.otlp.sending_queue.enabled')).toBe(false);
  expect(valueAt(router(), 'sending_queue')).toMatchObject({ enabled: true, sizer: 'items', batch: { max_size: 4096 } });
});

test('everything listens where it is told: a collector binds to localhost otherwise, and its probe would kill it', () => {
  const { extensions, receivers, service } = agentConfig(props);
  expect(valueAt(extensions, 'health_check.endpoint')).toBe('10.0.0.1:13133');
  expect(service.extensions).toEqual(['health_check']);
  expect(valueAt(receivers, 'otlp.protocols.grpc.endpoint')).toBe('10.0.0.1:4317');
  expect(valueAt(receivers, 'otlp.protocols.http.endpoint')).toBe('10.0.0.1:4318');
  expect(valueAt(service.telemetry, 'metrics.readers[0].pull.exporter.prometheus')).toMatchObject({ host: '10.0.0.1', port: 8888 });
});

test('its metrics about itself have the suffixes that the contract names', () => {
  const reader = valueAt(agentConfig(props).service.telemetry, 'metrics.readers[0].pull.exporter.prometheus');
  expect(reader).toMatchObject({ without_type_suffix: false, without_units: false });
});
