import { feltFrom, higherThanUsual } from '../../../constructs/alerts/own-past';
import { alertedWorkload } from '../../../charts/alert-rules';
import { environmentWith, firstWorkload } from '../../environment-with';
import { standardTiming } from '../../fixtures/standard';
import { valueOf } from '../promql-value';

test.each([
  [0.5, 0.2, 20, true],
  [0.29, 0.2, 20, false],
  [0.1, 0.2, 20, false],
  // 600 s of history at a step of 30 s are 20 samples
  [0.5, 0.2, 19, false],
])('a share of %d where %d is usual, over %d samples, is higher by a tenth: %s', (now, usual, samples, expected) => {
  const expression = higherThanUsual('share', 0.1, standardTiming)
    .replace(/quantile_over_time\([^)]*\)/, 'usual')
    .replace(/count_over_time\([^)]*\)/, 'samples');
  const values: Readonly<Record<string, number>> = { share: now, usual, samples };
  expect(valueOf(expression, (selector) => values[selector]) !== undefined).toBe(expected);
});

test('latency counts as slow from twice the usual, or from a lower target or objective', () => {
  const environment = environmentWith({ 'alerting.objectives.latency.target': '500ms', 'workloads[0].scaling.signals.latency.target': '2s' });
  const workload = alertedWorkload(environment, firstWorkload(environment));
  expect([feltFrom(0.1, workload), feltFrom(1, workload)]).toEqual([0.1, 0.5]);
});
