import fc from 'fast-check';
import { seedLifecycle } from '../../../config/lifecycle';
import type { RuleGroup } from '../../../constructs/rule-group';
import type { ScaledWorkload } from '../../../constructs/scaling/scaled-workload';
import { desiredSeries, scalingRules } from '../../../constructs/scaling/scaling-rules';
import { signalsOf } from '../../../constructs/scaling/signals';
import { scaledWorkload } from '../../../charts/platform-charts';
import type { Changes } from '../../altered';
import { environmentWith, firstWorkload } from '../../environment-with';

const policy = 'workloads[0].scaling';

function workloadWith(changes: Changes = {}): ScaledWorkload {
  const environment = environmentWith(changes);
  return scaledWorkload(environment, firstWorkload(environment));
}

function rulesWith(changes: Changes = {}): RuleGroup {
  return scalingRules(workloadWith(changes));
}

function expressionOf(group: RuleGroup, record: string): string {
  const found = group.rules.filter((rule) => rule.record === record).map(({ expr }) => expr);
  expect(found).toHaveLength(1);
  return found.join();
}

const signals = ['cpu', 'memory', 'requestRate', 'latency', 'errors', 'forecast'] as const;
/** Random policies with any of the signals and any allowed caps. */
const policies = fc.record({
  present: fc.subarray([...signals], { minLength: 1 }),
  caps: fc.array(fc.integer({ min: 2, max: 50 }), { minLength: 6, maxLength: 6 }),
});

function changesFor({ present, caps }: { readonly present: readonly string[]; readonly caps: readonly number[] }): Changes {
  return Object.fromEntries(
    signals.map((name, index) => (present.includes(name) ? [`${policy}.signals.${name}.cap`, caps[index]] : [`${policy}.signals.${name}`, undefined])),
  );
}

test('each signal has one desired series with its own cap, whatever the policy', () => {
  fc.assert(
    fc.property(policies, (drawn) => {
      const workload = workloadWith(changesFor(drawn));
      const group = scalingRules(workload);
      const desired = group.rules.filter(({ record }) => record.startsWith(workload.telemetry.recorded.desiredPrefix));
      expect(desired.map(({ record }) => record)).toEqual(signalsOf(workload).map((signal) => desiredSeries(workload, signal)));
      expect(desired).toHaveLength(drawn.present.length);
      signalsOf(workload).forEach(({ cap }, index) => expect(desired[index]?.expr).toContain(`, ${cap})`));
    }),
    { numRuns: 50 },
  );
});

test('a signal is capped with evidence, and also without it when it asks for more than the ready replicas', () => {
  const group = rulesWith();
  const caps = { cpu: 20, memory: 20, request_rate: 50, latency: 30, errors: 15, forecast: 50 };
  for (const [name, cap] of Object.entries(caps)) {
    const expression = expressionOf(group, `lyo:desired_replicas:${name}`);
    const series = `lyo:uncapped_replicas:${name}{namespace="lyo-backend",deployment="backend"}`;
    // both the value and the wanted replicas within the tolerance are inside the cap
    const capped = `or on() ${series}), ${cap})`;
    expect(expression.split(capped)).toHaveLength(expression.split('clamp_max(').length);
    expect(expression).toContain(capped);
  }
});

test('every series has only the labels by which the adapter finds the Deployment', () => {
  for (const { labels } of rulesWith().rules) expect(labels).toEqual({ namespace: 'lyo-backend', deployment: 'backend' });
});

test('the names of the series are fixed, because recorded history, alerts and the adapter depend on them', () => {
  expect(rulesWith().rules.map(({ record }) => record)).toEqual([
    'lyo:ready_replicas',
    'lyo:wanted_replicas',
    'lyo:starting_replicas',
    'lyo:settled_pods:count',
    'lyo:settled_cpu:cores',
    'lyo:headroom:ratio',
    'lyo:uncounted_spans:sum',
    'lyo:requests:rate',
    'lyo:spans_alive',
    'lyo:latency_seconds:quantile',
    'lyo:own_share:ratio',
    'lyo:busy:ratio',
    'lyo:errors:ratio',
    'lyo:own_errors:ratio',
    'lyo:raw_replicas:latency',
    'lyo:raw_replicas:errors',
    'lyo:errors_active:bool',
    ...['cpu', 'memory', 'request_rate', 'latency', 'errors', 'forecast'].map((signal) => `lyo:uncapped_replicas:${signal}`),
    ...['cpu', 'memory', 'request_rate', 'latency', 'errors', 'forecast'].map((signal) => `lyo:desired_replicas:${signal}`),
  ]);
});

test('a rule uses only series that are recorded before it, because the rules of a group are evaluated in order', () => {
  fc.assert(
    fc.property(policies, (drawn) => {
      const { rules } = rulesWith(changesFor(drawn));
      rules.forEach(({ expr }, index) => {
        const before = rules.slice(0, index).map(({ record }) => record);
        const used = [...expr.matchAll(/lyo:[a-z_:]+/g)].map(([name]) => name);
        // every recorded series in use is recorded earlier
        expect(used.filter((name) => !before.includes(name))).toEqual([]);
      });
    }),
    { numRuns: 50 },
  );
});

test('no rule reads another workload: each selector of a shared metric has namespace and deployment, and pods have its label', () => {
  const shared = /(kube_[a-z_]+|traces_span_metrics_[a-z_]+|container_[a-z_]+|lyo_[a-z_]+){([^}]*(?:{[^}]*}[^}]*)*)}/g;
  for (const { expr } of rulesWith().rules) {
    for (const [, metric = '', matchers = ''] of expr.matchAll(shared)) {
      expect({ metric, matchers }).toEqual({ metric, matchers: expect.stringMatching(/namespace(_name)?="lyo-backend"/) });
      expect({ metric, matchers }).toEqual({
        metric,
        matchers: expect.stringMatching(
          /deployment(_name)?="backend"|container="backend"|label_app_kubernetes_io_name="backend"|^job="kube-state-metrics",namespace="lyo-backend"$/,
        ),
      });
    }
    const ofContainers = expr.match(/container_(cpu_usage_seconds_total|memory_working_set_bytes)\{/g) ?? [];
    expect(expr.match(/ and on \(pod\) last_over_time\(kube_pod_labels\{/g) ?? []).toHaveLength(ofContainers.length + (expr.startsWith('count(group') ? 1 : 0));
    expect(expr).not.toMatch(/pod=~/);
  }
});

test('the group is named for its workload and evaluated at the rule interval', () => {
  expect(rulesWith({ 'telemetry.ruleInterval': '5s' })).toMatchObject({ name: 'lyo-backend/backend', interval: '5s' });
});

describe('numbers in the expressions', () => {
  test('CPU: 0.70 of a request of 0.25 cores, times headroom; a pod without a sample counts with its whole request', () => {
    const expression = expressionOf(rulesWith(), 'lyo:uncapped_replicas:cpu');
    expect(expression).toContain('(0.7 * 0.25 * lyo:headroom:ratio{');
    expect(expression).toContain('0.25 * clamp_min(lyo:ready_replicas{');
  });

  test('memory: the idle 128 Mi are subtracted on both sides', () => {
    // idle 128 · 2^20 = 134217728; per pod 0.80 · 384 · 2^20 − 134217728 = 322122547 − 134217728 = 187904819
    const expression = expressionOf(rulesWith(), 'lyo:uncapped_replicas:memory');
    expect(expression).toContain('- 134217728, 0)) / 187904819)');
  });

  test('request rate: 100 per pod, times headroom', () => {
    expect(expressionOf(rulesWith(), 'lyo:uncapped_replicas:request_rate')).toContain('/ on() (100 * lyo:headroom:ratio{');
  });

  test('latency: the 0.95 quantile against 2 s, at most 1.5-fold in one step, over at least 100 calls', () => {
    expect(expressionOf(rulesWith(), 'lyo:latency_seconds:quantile')).toMatch(/^histogram_quantile\(0\.95, sum by \(le\)/);
    const expression = expressionOf(rulesWith(), 'lyo:raw_replicas:latency');
    expect(expression).toMatch(/clamp_max\(lyo:latency_seconds:quantile{[^}]*} \/ 2, 1\.5\)/);
    expect(expression).toMatch(/lyo:latency_seconds:quantile{[^}]*} > 2\)/);
    expect(expression).toContain('>= 100)');
  });

  test('errors: a ratio of 0.05 in 60 evaluations (600 s / 10 s) within 1800 s', () => {
    const expression = expressionOf(rulesWith(), 'lyo:uncapped_replicas:errors');
    expect(expressionOf(rulesWith(), 'lyo:raw_replicas:errors')).toMatch(/lyo:errors:ratio{[^}]*} > 0\.05\)/);
    expect(expression).toMatch(/sum_over_time\(lyo:errors_active:bool{[^}]*}\[1800s\]\) <= 60\b/);
  });

  test('evidence: 5 of 6 scrapes in 60 s, and 0.75 of the heartbeats, one every 10 s', () => {
    const expression = expressionOf(rulesWith(), 'lyo:spans_alive');
    expect(expression).toContain('>= 5\n');
    expect(expression).toMatch(/>= 0\.75 \* .* \/ 10\)$/m);
    expect(expression).toMatch(/\nunless on\(\) lyo:uncounted_spans:sum\{/);
  });

  test('a longer window changes every range: of 12 scrapes in 120 s, 11 are needed', () => {
    const group = rulesWith({ 'telemetry.window': '120s' });
    expect(expressionOf(group, 'lyo:requests:rate')).toContain('[120s]');
    expect(expressionOf(group, 'lyo:spans_alive')).toContain('>= 11\n');
    for (const { expr } of group.rules) expect(expr).not.toContain('[60s]');
  });
});

test('health routes never count as load, and the heartbeat is the readiness route alone', () => {
  const group = rulesWith();
  expect(expressionOf(group, 'lyo:requests:rate')).toContain('span_name!~"[A-Z]+ /health(/ready)?"');
  expect(expressionOf(group, 'lyo:spans_alive')).toContain('span_name="GET /health/ready"');
});

test('a policy without latency or errors records none of their inputs', () => {
  const group = rulesWith({ [`${policy}.signals.latency`]: undefined, [`${policy}.signals.errors`]: undefined });
  expect(group.rules.filter(({ record }) => /latency|errors|own_share|busy/.test(record))).toEqual([]);
});

test('a memory signal without idle memory is refused, because an idle heap would keep replicas forever', () => {
  const workload = workloadWith();
  const { idleMemory: _, ...sizing } = workload.sizing;
  expect(() => scalingRules({ ...workload, sizing })).toThrow('the memory signal of backend needs idleMemory in its sizing, received nothing');
});

describe('the tolerance of the policy', () => {
  const expression = (up: number, down: number) =>
    expressionOf(
      rulesWith({ [`${policy}.behavior.up.tolerance`]: up, [`${policy}.behavior.down.tolerance`]: down, [`${policy}.signals.cpu.utilization`]: 40 }),
      'lyo:desired_replicas:memory',
    );

  test('is relative to the wanted replicas, not to the existing ones', () => {
    const both = expression(0.05, 0.2);
    expect(both).toContain('>= on() 0.8 * lyo:wanted_replicas{');
    expect(both).toContain('<= on() 1.05 * lyo:wanted_replicas{');
  });

  test('adds no expression if both tolerances are 0', () => {
    expect(expression(0, 0)).not.toContain('lyo:wanted_replicas');
  });
});

describe('start-up', () => {
  const starting = (usual: string, longest: string) =>
    expressionOf(rulesWith({ 'workloads[0].lifecycle': { ...seedLifecycle, start: { usual, longest } } }), 'lyo:starting_replicas');

  test('ends one window after the usual start, or after a later readiness, and at most one window after the longest start', () => {
    expect(starting('120s', '600s')).toMatch(/< 180 or \(.*< 660 unless on \(pod\) time\(\) - kube_pod_status_ready_time\{.*>= 60\)/);
  });

  test('does not use readiness if every start takes equally long', () => {
    expect(starting('45s', '45s')).toContain('< 105');
    expect(starting('45s', '45s')).not.toContain('unless');
  });

  test('evidence expects heartbeats at the period of the workload’s readiness probe', () => {
    const readiness = { period: '5s', timeout: '3s', failures: 6 };
    expect(expressionOf(rulesWith({ 'workloads[0].lifecycle': { ...seedLifecycle, readiness } }), 'lyo:spans_alive')).toMatch(/>= 0\.75 \* .* \/ 5\)$/m);
  });
});
