import { valueAt } from '../../../config/record';
import { keepTrace, tailSampling, type TailSamplingProps } from '../../../constructs/collector/tail-sampling';

const props: TailSamplingProps = {
  baselinePercent: 20,
  slow: '2s',
  decisionWait: '10s',
  tracesPerSecond: 50,
  heldTraces: 1100,
  rememberedDecisions: 2000,
  heartbeats: [{ span: 'GET /health/ready' }],
};
const policies = (changes: Partial<TailSamplingProps> = {}): readonly Readonly<Record<string, unknown>>[] =>
  tailSampling({ ...props, ...changes })['policies'] as readonly Readonly<Record<string, unknown>>[];

test('held traces and remembered decisions follow the capacity, and each trace waits the whole time for late spans', () => {
  expect(tailSampling(props)).toMatchObject({
    decision_wait: '10s',
    num_traces: 1100,
    expected_new_traces_per_sec: 50,
    decision_cache: { sampled_cache_size: 2000, non_sampled_cache_size: 2000 },
  });
  expect(tailSampling(props)).not.toHaveProperty('decision_wait_after_root_received');
});

test('errors, slow traces and forced ones are always kept, and a share of the others', () => {
  expect(policies().map(({ name, type }) => [name, type])).toEqual([
    ['heartbeat', 'drop'],
    ['errors', 'status_code'],
    ['slow', 'latency'],
    ['forced', 'trace_state'],
    ['baseline', 'probabilistic'],
  ]);
  expect(policies()[1]).toMatchObject({ status_code: { status_codes: ['ERROR'] } });
  expect(policies({ slow: '3s' })[2]).toMatchObject({ latency: { threshold_ms: 3000 } });
  expect(policies()[3]).toMatchObject({ trace_state: { key: keepTrace.key, values: [keepTrace.value] } });
  expect(policies({ baselinePercent: 7.5 })[4]).toMatchObject({ probabilistic: { sampling_percentage: 7.5 } });
});

test('a failed heartbeat is kept, because somebody will look for it', () => {
  const [condition] = valueAt(policies()[0], 'drop.drop_sub_policy[0].ottl_condition.span') as readonly string[];
  expect(condition).toBe('span.kind == SPAN_KIND_SERVER and span.name == "GET /health/ready" and span.status.code != STATUS_CODE_ERROR');
});

test('heartbeats with several names apply each to its own workload, because another may have a page of that name', () => {
  const of = (workload: string) => ({ attribute: 'k8s.deployment.name', workload });
  const several = policies({
    heartbeats: [
      { span: 'GET /readyz', of: of('shop') },
      { span: 'GET /status', of: of('orders') },
    ],
  });
  expect(valueAt(several[0], 'drop.drop_sub_policy[0].ottl_condition.span')).toEqual([
    'span.kind == SPAN_KIND_SERVER and resource.attributes["k8s.deployment.name"] == "shop" and span.name == "GET /readyz" and span.status.code != STATUS_CODE_ERROR',
    'span.kind == SPAN_KIND_SERVER and resource.attributes["k8s.deployment.name"] == "orders" and span.name == "GET /status" and span.status.code != STATUS_CODE_ERROR',
  ]);
});

test('a stopping gateway decides on the traces that it holds', () => {
  expect(tailSampling(props)['drop_pending_traces_on_shutdown']).toBe(false);
});
