import fc from 'fast-check';
import { cardinalityBudget, histogramSeries } from '../../../config/budgets/cardinality-budget';
import { durationOf } from '../../../config/duration';
import { boundLabel, latencyBounds } from '../../../config/metrics/latency-bounds';
import type { Changes } from '../../altered';
import { environmentWith, secondWorkload } from '../../environment-with';

const latency = 'workloads[0].scaling.signals.latency';
const objective = 'alerting.objectives.latency.target';
/** Raised so that the longest request is above every target. */
const patient = 'workloads[0].shutdown.grace';
const few: Changes = { 'telemetry.latencyBuckets': [0.1, 1, 10], [patient]: '120s' };

test('targets that are already bounds add nothing', () => {
  const environment = environmentWith({ [`${latency}.target`]: '2s', [`${latency}.largestStep`]: 1.5, [objective]: '2s' });
  expect(latencyBounds(environment)).toEqual(environment.telemetry.latencyBuckets);
});

test.each([
  // added: the target, 1.25 and 1.5 times the target, and the objective
  ['50ms', '100ms', [0.05, 0.063, 0.075, 0.1, 1, 10]],
  ['0.3s', '1s', [0.1, 0.3, 0.375, 0.45, 1, 10]],
  ['1.5s', '3s', [0.1, 1, 1.5, 1.875, 2.25, 3, 10]],
  ['20s', '30s', [0.1, 1, 10, 20, 25, 30]],
])('a target of %s and an objective of %s add bounds of their own', (target, promised, bounds) => {
  expect(latencyBounds(environmentWith({ ...few, [`${latency}.target`]: target, [objective]: promised }))).toEqual(bounds);
});

test('any targets of two workloads become bounds, ascending and without duplicates, and the cardinality budget counts them', () => {
  const targets = fc.integer({ min: 1, max: 60_000 }).map((length) => durationOf(length / 1000));
  fc.assert(
    fc.property(targets, targets, targets, (first, second, promised) => {
      const environment = environmentWith({
        ...secondWorkload,
        [patient]: '120s',
        'workloads[1].shutdown.grace': '120s',
        [`${latency}.target`]: first,
        'workloads[1].scaling.signals.latency.target': second,
        [objective]: promised,
        'sizing.prometheus.storage': '204800Mi',
      });
      const bounds = latencyBounds(environment);
      for (const target of [first, second, promised]) expect(bounds.map(durationOf)).toContain(target);
      expect(bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0))).toBe(true);
      const [operations] = cardinalityBudget(environment).shares;
      // two workloads, 100 operations, 2 status codes
      expect(operations?.series).toBe(2 * 100 * 2 * (histogramSeries(bounds.length) + 1));
    }),
    { numRuns: 30 },
  );
});

test('a bound is written as Go writes a number of seconds', () => {
  expect([0.05, 0.3, 1, 1.118, 1.5, 20, 0.001, 86_400].map(boundLabel)).toEqual(['0.05', '0.3', '1.0', '1.118', '1.5', '20.0', '0.001', '86400.0']);
});
