/** Faults in workers, each refused with path, rule and value. */
import { valueAt } from '../../config/record';
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { dev } from '../fixtures/dev';
import { everyKind, withEveryKind } from '../fixtures/every-kind';

const at = 1 + everyKind.findIndex(({ kind }) => kind === 'worker');
const signals = `workloads[${at}].scaling.signals`;
const google = 'pubsub.googleapis.com|subscription|num_undelivered_messages';
const ofGoogle: Changes = { [`${signals}.forecast.of`]: google };
const source = altered(dev, withEveryKind);
const faults: readonly (readonly [fault: string, changes: Changes, path: string, rule: string])[] = [
  ['a worker with a path', { path: '/work' }, 'path', 'is not a known option'],
  ['a worker with a port for requests', { port: 8000 }, 'port', 'is not a known option'],
  ['a worker that drains', { shutdown: { drain: '5s', grace: '30s' } }, 'shutdown.drain', 'is not a known option'],
  ['a worker scaled on requests', { 'scaling.signals.requestRate': { perPod: 100, cap: 4 } }, 'scaling.signals.requestRate', 'is not a known option'],
  ['a worker scaled on latency', { 'scaling.signals.latency': { target: '2s', cap: 4 } }, 'scaling.signals.latency', 'is not a known option'],
  ['a worker asked for its life by HTTP', { live: { kind: 'http', path: '/live' } }, 'live.kind', 'must be one of "command", "port"'],
  ['a worker that nobody can ask whether it lives', { live: undefined }, 'live', 'must be an object'],
  ['a command without a word', { live: { kind: 'command', command: [] } }, 'live.command', 'must have at least one word'],
  ['a port with a path', { live: { kind: 'port', port: 7000, path: '/live' } }, 'live.path', 'is not a known option'],
  ['a port that there is not', { live: { kind: 'port', port: 70_000 } }, 'live.port', 'must be at most 65535'],
  ['a start that usually takes longer than it may', { start: { usual: '90s', longest: '60s' } }, 'start.usual', 'must be at most start.longest (60s)'],
  ['a forecast of nothing', { 'scaling.signals.forecast': { cap: 3 } }, 'scaling.signals.forecast.of', 'must be what the worker scales on'],
  ['a forecast of an empty name', { 'scaling.signals.forecast.of': '' }, 'scaling.signals.forecast.of', 'must not be empty'],
  [
    'a forecast of what nobody knows',
    { 'scaling.signals.forecast.of': 'orders_sent' },
    'scaling.signals.forecast.of',
    'must be what the worker scales on: a metric of telemetry.applicationMetrics with scaling, or of signals.external (orders_waiting, pubsub.googleapis.com|subscription|num_undelivered_messages)',
  ],
  ['a forecast beyond the maximum', { 'scaling.signals.forecast.cap': 5 }, 'scaling.signals.forecast.cap', 'must be at most maxReplicas (4)'],
  ['a cap above the maximum', { 'scaling.signals.cpu.cap': 9 }, 'scaling.signals.cpu.cap', 'must be at most maxReplicas (4)'],
  ['more replicas at least than at most', { 'scaling.minReplicas': 5 }, 'scaling.minReplicas', 'must be at most maxReplicas (4)'],
];

test.each(faults)('%s is refused with path and rule', (...[, changes, path, rule]) => {
  const changed = altered(source, Object.fromEntries(Object.entries(changes).map(([key, value]) => [`workloads[${at}].${key}`, value])));
  const result = validate(changed);
  expect(result.ok ? [] : result.problems).toContainEqual({
    path: `dev.workloads[${at}].${path}`,
    rule: expect.stringContaining(rule),
    received: valueAt(changed, `workloads[${at}].${path}`),
  });
});

test('it may be asked by a command of one word, of one letter', () => {
  const result = validate(altered(source, { [`workloads[${at}].live`]: { kind: 'command', command: ['w'] } }));
  expect(result.ok ? [] : result.problems).toEqual([]);
});

test('a worker that does not say how long its start takes is valid', () => {
  const result = validate(altered(source, { [`workloads[${at}].start`]: undefined }));
  expect(result.ok ? [] : result.problems).toEqual([]);
});

test('a worker without a metrics port cannot be scaled on a metric of its own', () => {
  const result = validate(altered(source, { [`workloads[${at}].ports`]: undefined }));
  expect(result.ok ? [] : result.problems.map(({ path }) => path)).toEqual(['dev.telemetry.applicationMetrics[0].workload']);
});

const problemsOf = (changes: Changes): readonly string[] => {
  const result = validate(altered(source, changes));
  return result.ok ? [] : result.problems.map(({ path, rule }) => `${path}: ${rule}`);
};

test('a metric of Google that the signals name twice cannot be forecast', () => {
  const twice = { [`${signals}.external`]: ['one', 'two'].map((queue) => ({ metric: google, labels: { queue }, perPod: 100, cap: 4 })) };
  expect(problemsOf({ ...twice, ...ofGoogle })).toEqual([
    `dev.workloads[${at}].scaling.signals.forecast.of: must be a metric that signals.external has once: the history of a metric of Google is known by its name alone, without its labels`,
  ]);
  expect(problemsOf(twice)).toEqual([]);
});

test('a metric without scaling, or of another workload, cannot be forecast', () => {
  const path = `dev.workloads[${at}].scaling.signals.forecast.of`;
  expect(problemsOf({ 'telemetry.applicationMetrics[0].scaling': undefined })).toEqual([expect.stringContaining(`${path}: must be what the worker scales on`)]);
  expect(problemsOf({ 'telemetry.applicationMetrics[0].workload': 'backend' })).toEqual([
    expect.stringContaining(`${path}: must be what the worker scales on`),
  ]);
  expect(problemsOf({ [`${signals}.external`]: undefined, 'telemetry.applicationMetrics[0].scaling': undefined })).toEqual([
    expect.stringContaining('(there is none)'),
  ]);
});

test('a web service forecasts its requests, and cannot name another metric', () => {
  expect(problemsOf({ 'workloads[0].scaling.signals.forecast.of': 'orders_waiting' })).toEqual([
    'dev.workloads[0].scaling.signals.forecast.of: is not a known option',
  ]);
});
