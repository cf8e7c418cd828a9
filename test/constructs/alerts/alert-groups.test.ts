import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { alertFiles } from '../../../charts/alert-rules';
import { seconds, type Duration } from '../../../config/quantities';
import { environments } from '../../fixtures/environments';
import { metrics, recorded } from '../../../config/telemetry';
import { runbookFile } from '../../../constructs/alerts/links';
import type { AlertRule, RecordingRule } from '../../../constructs/rule-group';
import { scalingRules } from '../../../constructs/scaling/scaling-rules';
import { scaledWorkload } from '../../../charts/platform-charts';
import type { Changes } from '../../altered';
import { environmentWith, secondWorkload } from '../../environment-with';
import { webWorkloads } from '../../../config/workload';
import { withEveryKind } from '../../fixtures/every-kind';

const ordersWaiting = {
  name: 'orders_waiting',
  workload: 'backend',
  type: 'gauge',
  title: 'Orders waiting',
  unit: 'orders',
  alert: { above: 50, lasting: '300s', severity: 'page' },
};
const withMetric: Changes = { 'telemetry.applicationMetrics': [ordersWaiting] };

function rulesWith(changes: Changes = {}): readonly (AlertRule | RecordingRule)[] {
  return Object.values(alertFiles(environmentWith(changes))).flatMap((groups) => groups.flatMap(({ rules }) => rules));
}

function alertsWith(changes: Changes = {}): readonly AlertRule[] {
  return rulesWith(changes).filter((rule): rule is AlertRule => 'alert' in rule);
}

function namesOf(alerts: readonly AlertRule[]): readonly string[] {
  return [...new Set(alerts.map(({ alert }) => alert))];
}

test('each alert has a runbook, and each runbook an alert', () => {
  const files = readdirSync(join(__dirname, '..', '..', '..', 'docs', 'runbooks'));
  // the runbook of the tracing chain has no alert
  const expected = [
    ...namesOf(alertsWith({ ...withEveryKind, 'telemetry.applicationMetrics[1]': { ...ordersWaiting, name: 'parcels_waiting' } })).map(runbookFile),
    'tracing-chain.md',
  ];
  expect([...files].sort()).toEqual([...expected].sort());
});

test('a runbook is named for its alert', () => {
  expect(runbookFile('AvailabilityBurnFast')).toBe('availability-burn-fast.md');
});

test.each(environments.map((environment) => [environment.name, environment] as const))(
  'every alert of %s says how urgent it is, where it is, and what to do',
  (_, environment) => {
    const alerts = Object.values(alertFiles(environment)).flatMap((groups) =>
      groups.flatMap(({ rules }) => rules.filter((rule): rule is AlertRule => 'alert' in rule)),
    );
    expect(alerts.length).toBeGreaterThan(30);
    for (const { alert, labels, annotations } of alerts) {
      expect(labels).toMatchObject({ severity: expect.stringMatching(/^(page|ticket|none)$/), namespace: expect.stringMatching(/^lyo-/) });
      expect(annotations).toMatchObject({
        summary: expect.stringMatching(/.{10}/),
        description: expect.stringMatching(/.{10}/),
        runbook: `https://github.com/lyo-example/lyo-platform/blob/main/docs/runbooks/${runbookFile(alert)}`,
        dashboard: expect.stringMatching(/^https:\/\/grafana\..*\/d\/lyo-/),
      });
    }
  },
);

test('alerts on errors link to failed traces, and alerts on slow requests to slow ones', () => {
  const traces = Object.fromEntries(alertsWith().map(({ alert, annotations }) => [alert, annotations['traces']]));
  const search = 'https://jaeger.dev.lyo.example/search?service=backend';
  // {"error":"true"}, URL-encoded
  const failed = 'tags=%7B%22error%22%3A%22true%22%7D';
  expect(traces).toMatchObject({
    AvailabilityBurnFast: `${search}&${failed}&lookback=1h&limit=20`,
    LatencyBurnSlow: `${search}&minDuration=2s&lookback=1h&limit=20`,
    OperationFailing: `${search}&operation={{ $labels.span_name | urlquery }}&${failed}&lookback=1h&limit=20`,
    OperationSlow: `${search}&operation={{ $labels.span_name | urlquery }}&minDuration=100ms&lookback=1h&limit=20`,
    EdgeFailing: `${search}&${failed}&lookback=1h&limit=20`,
  });
});

test('with consoles by port-forward, links lead to forwarded ports', () => {
  const [first] = alertsWith({ consoles: { kind: 'port-forward' } });
  expect(first?.annotations['dashboard']).toMatch(/^http:\/\/localhost:3000\/d\//);
});

test('one entry in applicationMetrics becomes an alert, with no other edit', () => {
  const added = alertsWith(withMetric).filter(({ alert }) => alert === 'ApplicationMetricHigh');
  expect(added).toEqual([
    expect.objectContaining({
      expr: 'sum(orders_waiting{job="application",namespace="lyo-backend",workload="backend"}) > 50',
      for: '300s',
      labels: { severity: 'page', namespace: 'lyo-backend', workload: 'backend', metric: 'orders_waiting' },
    }),
  ]);
  expect(namesOf(alertsWith())).not.toContain('ApplicationMetricHigh');
});

test('a counter of the application is compared as a rate, and without an alert entry there is no alert', () => {
  const counter = { ...ordersWaiting, type: 'counter' };
  const [alert] = alertsWith({ 'telemetry.applicationMetrics': [counter, { ...ordersWaiting, name: 'quiet', alert: undefined }] }).filter(
    ({ labels }) => labels['metric'] !== undefined,
  );
  expect(alert?.expr).toBe('sum(rate(orders_waiting{job="application",namespace="lyo-backend",workload="backend"}[60s])) > 50');
});

test('every metric that a rule reads is in the telemetry contract, and every recorded series that it reads has a recording rule', () => {
  const environment = environmentWith(secondWorkload);
  const all = rulesWith(secondWorkload);
  const scaling = webWorkloads(environment).flatMap((workload) => scalingRules(scaledWorkload(environment, workload)).rules);
  const known = new Set<string>([
    ...Object.values(metrics).map(({ name }) => name),
    ...[...all, ...scaling].flatMap((rule) => ('record' in rule ? [rule.record] : [])),
  ]);
  // a name is followed by a selector, a range, a comparison or the end; strings and grouping labels are removed first
  const named = all.flatMap(({ expr }) => {
    const bare = expr
      .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
      .replaceAll(/\b(?:by|on|without|ignoring) \([^)]*\)/g, ' ')
      .replaceAll(/\{[^}]*\}/g, ' ');
    return [...bare.matchAll(/\b(?:traces|otelcol|kube|kubelet|prometheus|alertmanager|lyo|up)[:_a-z0-9]*\b/g)].map(([name]) => name);
  });
  expect(new Set(named).size).toBeGreaterThan(30);
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
});

test('each workload has its own alerts in its own file', () => {
  const files = alertFiles(environmentWith(secondWorkload));
  expect(Object.keys(files)).toEqual(['alerts-platform', 'alerts-backend', 'alerts-orders', 'trends']);
  const text = JSON.stringify(files['alerts-orders']);
  expect(text).not.toContain('lyo-backend');
});

test('only signals with a cap below the maximum of replicas have an alert at their cap', () => {
  const capped = alertsWith().filter(({ alert }) => alert === 'SignalAtCap');
  // request rate and forecast have the maximum of 50 as their cap
  expect(capped.map(({ labels }) => labels['signal'])).toEqual(['cpu', 'memory', 'latency', 'errors']);
});

test('the tracing chain has a stage for agents only where there are agents', () => {
  const stages = (changes: Changes = {}) =>
    rulesWith(changes).flatMap((rule) => ('record' in rule && rule.record === recorded.chainHealthy ? [rule.labels['stage']] : []));
  expect(stages()).toEqual(['gateways', 'queues', 'storage', 'heartbeat']);
  expect(stages({ 'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 2 }, gateways: 2 } })).toEqual([
    'agents',
    'gateways',
    'queues',
    'storage',
    'heartbeat',
  ]);
});

test('a region without a price has no trend of the cost', () => {
  const records = (changes: Changes = {}) => rulesWith(changes).flatMap((rule) => ('record' in rule ? [rule.record] : []));
  expect(records()).toContain('lyo:trend:cost_per_hour');
  expect(records({ 'nodePool.machineType': 'c4-standard-8' })).not.toContain('lyo:trend:cost_per_hour');
});

test.each(['60s', '300s', '1800s'] as const)(
  'an alert on failed notifications lasts until the next message of its group, with a group interval of %s',
  (interval) => {
    const { alerting } = environments[0]!;
    const [failures] = alertsWith({ 'alerting.timing.notifications': { ...alerting.timing.notifications, interval } }).filter(
      ({ alert }) => alert === 'NotificationFailures',
    );
    expect(seconds((failures?.keep_firing_for ?? '0s') as Duration)).toBeGreaterThan(seconds(interval));
  },
);
