/** Notes on numbers that are valid, but together may not mean what their author intended. */
import { notesOf } from '../../delivery/notes';
import { environmentWith } from '../environment-with';
import type { Changes } from '../altered';
import { webWorkloads } from '../../config/workload';

const scaling = 'workloads[0].scaling';
const notes = (changes: Changes): readonly string[] => notesOf(environmentWith(changes));
const noForecast = { [`${scaling}.signals.forecast`]: undefined };
const [policy] = webWorkloads(environmentWith()).map((workload) => workload.scaling);

test('a consistent configuration has no note', () => {
  expect(notes({})).toEqual([]);
});

test.each([51, 60, 80])('a maximum of %i with caps of at most 50 has a note, which says what goes beyond the caps', (maxReplicas) => {
  const told = `workloads[0].scaling.maxReplicas of backend is ${maxReplicas}, and the caps of its signals end at 50: only the failsafe (CPU 90 %) asks for more; a cap that is left out is the maximum`;
  expect(notes({ 'nodePool.maxNodes': 20, [`${scaling}.maxReplicas`]: maxReplicas })).toEqual([told]);
});

test('without a failsafe nothing goes beyond the caps, and one signal with the maximum as cap needs no note', () => {
  expect(notes({ ...noForecast, [`${scaling}.signals.requestRate.cap`]: 49, [`${scaling}.failsafe`]: { kind: 'none' } })).toEqual([
    expect.stringContaining('caps of its signals end at 49: nothing asks for more'),
  ]);
  expect(notes({ ...noForecast, [`${scaling}.signals.cpu.cap`]: 50, [`${scaling}.signals.requestRate.cap`]: 2 })).toEqual([]);
});

test('a metric of the application counts as a signal too', () => {
  const metric = { name: 'orders_waiting', workload: 'backend', type: 'gauge', title: 'Waiting', unit: 'orders', scaling: { perPod: 5, cap: 60 } };
  expect(notes({ 'nodePool.maxNodes': 20, [`${scaling}.maxReplicas`]: 60, 'telemetry.applicationMetrics': [metric] })).toEqual([]);
});

test('a minimum of one has a note only where the loss of a zone should be survived', () => {
  const one = { [`${scaling}.minReplicas`]: 1 };
  expect(notes(one)).toEqual([]);
  const survives = environmentWith(one);
  expect(notesOf({ ...survives, nodePool: { ...survives.nodePool, survivesZoneLoss: true } })).toEqual([
    expect.stringMatching(/^workloads\[0\]\.scaling\.minReplicas of backend is 1: .*survivesZoneLoss is true$/),
  ]);
});

test.each(['75ms', '300ms', '1500ms', '2750ms', '4s'])('a latency target of %s has a note on the other settings of what is slow', (target) => {
  expect(notes({ [`${scaling}.signals.latency`]: { ...policy?.signals.latency, target } })).toEqual([
    `workloads[0].scaling.signals.latency.target of backend is ${target}, and alerting.objectives.latency.target is 2s, tracing.sampling.slow is 2s: right where on purpose`,
  ]);
  expect(
    notes({
      [`${scaling}.signals.latency`]: { ...policy?.signals.latency, target },
      'alerting.objectives.latency.target': target,
      'tracing.sampling.slow': target,
    }),
  ).toEqual([]);
});
