import { runChecks } from '../../checks/run';
import { cardinalityBudget, gatewaysOf } from '../../config/budgets/cardinality-budget';
import { delayBudget, upstreamIntervals } from '../../config/budgets/delay-budget';
import type { Environment } from '../../config/environment';
import { latencyBounds } from '../../config/metrics/latency-bounds';
import { environments } from '../fixtures/environments';
import { summarize } from '../../delivery/summary';
import { environmentWith, managedCopy } from '../environment-with';
import { cleanObjects } from '../checks/clean';
import type { Changes } from '../altered';

const noChanges = { added: [], changed: [], removed: [] };

function linesOf(environment: Environment): readonly string[] {
  const objects = cleanObjects(environment.name);
  return summarize({ environment, objects, report: runChecks(environment.name, objects, []), changes: noChanges, unfrozen: [] }).split('\n');
}

/** The line of the summary that begins with `word`. */
function line(environment: Environment, word: string): string {
  const found = linesOf(environment).filter((candidate) => candidate.startsWith(`  ${word} `));
  expect(found).toHaveLength(1);
  return found.join('');
}

/** All numbers of a line, in order. */
const numbers = (text: string): readonly number[] => [...text.matchAll(/\d+(?:\.\d+)?/g)].map(([number]) => Number(number));

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const changed: readonly (readonly [title: string, changes: Changes])[] = [
  ['slower spans and rules', { 'telemetry.spanBatch': '2s', 'telemetry.ruleInterval': '11s' }],
  ['a longer window', { 'telemetry.window': '120s', 'workloads[0].scaling.behavior.down.window': '300s' }],
  ['fewer buckets and operations', { 'telemetry.latencyBuckets': [0.5, 1, 2, 5], 'telemetry.operationsPerService': 37 }],
  ['three gateways', { 'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 4 }, gateways: 3 }, 'sizing.prometheus.storage': '40960Mi' }],
  ['a week of history on a larger volume', { 'telemetry.retention': '604800s', 'sizing.prometheus.storage': '30720Mi' }],
];
const all = [
  ...environments.map((environment): readonly [string, Environment] => [environment.name, environment]),
  ...changed.map(([title, changes]): readonly [string, Environment] => [title, environmentWith(changes)]),
];

test.each(all)('the printed delay of %s is its delay budget, beside that of upstream defaults', (_, environment) => {
  const [ours, upstream] = [delayBudget(environment.telemetry), delayBudget(upstreamIntervals)];
  expect(numbers(line(environment, 'delay'))).toEqual([
    ours.worst,
    ours.typical,
    // "90 % of a step"
    90,
    ours.mostOfTheStep,
    upstream.worst,
    upstream.typical,
    upstream.mostOfTheStep,
  ]);
});

test.each(all)('the printed series of %s are its cardinality budget, with their memory and storage', (_, environment) => {
  const { series, memory, storage } = cardinalityBudget(environment);
  const sizing = environment.sizing['prometheus'];
  const { operationsPerService } = environment.telemetry;
  expect(numbers(line(environment, 'series'))).toEqual([
    series,
    operationsPerService,
    latencyBounds(environment).length,
    gatewaysOf(environment),
    // in MiB and GiB, rounded up
    Math.ceil(memory / 2 ** 20),
    parseInt(sizing?.memory.request ?? '', 10),
    rounded(storage / 2 ** 30, 1),
    rounded(parseInt(sizing?.storage ?? '', 10) / 1024, 1),
  ]);
});

test('the summary of dev as a person reads it', () => {
  const dev = environmentWith();
  expect(line(dev, 'delay')).toBe(
    "  delay    a decision includes a request after 43 s at worst, 22.5 s typically, and 90 % of a step after 97 s (upstream's defaults: 202 s, 102 s, 472 s)",
  );
  // 21100 · 8 KiB = 164.8 MiB; (17700 / 10 s + 3400 / 30 s) · 31 days · 2 bytes = 9.4 GiB
  expect(line(dev, 'series')).toBe(
    '  series   21100 at most (100 operations a service, 16 buckets, 1 gateway): 165 of 1024 MiB of memory, 9.4 of 20.0 GiB on the volume',
  );
});

test('the signals of a workload include its own scaled metrics, but not metrics that are only shown or of another workload', () => {
  const metric = { workload: 'backend', type: 'gauge', title: 'Waiting', unit: 'orders' };
  const environment = environmentWith({
    'telemetry.applicationMetrics': [
      { ...metric, name: 'orders_waiting', scaling: { perPod: 20, cap: 30 } },
      { ...metric, name: 'mails_sent', type: 'counter', unit: 'mails' },
    ],
  });
  expect(line(environment, 'backend')).toContain('forecast → 50, orders_waiting 20 orders → 30  CPU');
  expect(linesOf(environment).join('\n')).not.toContain('mails_sent');
});

test('a copy in Google Managed Prometheus has a line below the series, only where there is one', () => {
  const found = (changes: Changes): readonly string[] => linesOf(environmentWith(changes)).filter((one) => one.includes('Google Managed Prometheus'));
  expect(found({})).toEqual([]);
  // 21,100 of dev without 4,000 of sampled operations and 3,400 in milliseconds
  expect(found(managedCopy)).toEqual(['  copy     13700 of them at most go to Google Managed Prometheus every 60s, which keeps them 24 months']);
});

test('the team’s own images are counted among all images, and metrics of the application are listed beside the signals', () => {
  const metric = { name: 'orders_waiting', workload: 'backend', type: 'gauge', title: 'Waiting', unit: 'orders', scaling: { perPod: 5, cap: 20 } };
  const environment = environmentWith({ 'telemetry.applicationMetrics': [metric, { ...metric, name: 'shown_only', scaling: undefined }] });
  const all = linesOf(environment);
  expect(all.find((one) => one.startsWith('  backend '))).toMatch(/, orders_waiting 5 orders → 20 {2}CPU 90 %$/);
  expect(all.join('\n')).not.toContain('shown_only');
  expect(line(environment, 'images')).toMatch(/^ {2}images {3}\d+, of which 1 is your own: \S+\/backend:0\.1\.0$/);
});

test('each database has a line with the most connections in use, its limit and its users; without a database there is no line', () => {
  const connections = { most: 1600, reserved: 13 };
  const databases = { orders: { kind: 'postgresql', network: { cidr: '10.10.20.0/24', port: 5432 }, connections } };
  const environment = environmentWith({ databases, 'workloads[0].uses': { orders: { pool: 5, overflow: 10 } } });
  expect(line(environment, 'connections')).toBe('  connections orders: 1213 of 1600 (backend 80 pods × 15 = 1200, reserved 13)');
  expect(linesOf(environmentWith()).filter((candidate) => candidate.startsWith('  connections'))).toEqual([]);
});
