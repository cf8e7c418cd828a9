/** Formulas of gates, evaluated with values worked out here. */
import fc from 'fast-check';
import { scaledWorkload } from '../../../charts/platform-charts';
import { metrics, recorded } from '../../../config/telemetry';
import { busy, ownErrors, ownShare } from '../../../constructs/scaling/causes';
import { environmentWith, firstWorkload } from '../../environment-with';
import { valueOf, type Given } from '../promql-value';

const environment = environmentWith({ 'sizing.backend.cpu': { request: '250m', limit: '500m', min: '100m', max: '1000m' } });
const workload = scaledWorkload(environment, firstWorkload(environment));

/** Values by metric name; other series do not exist. */
function given(values: Readonly<Record<string, number>>): Given {
  return (selector) => values[selector.replace(/\{.*$/s, '')];
}

const share = (waiting: number, requests: number) =>
  valueOf(ownShare(workload), given({ [metrics.edgeClientSum.name]: waiting, [metrics.durationSum.name]: requests }));
const errors = (others: number, failed: number) => valueOf(ownErrors(workload), given({ [metrics.edgeFailures.name]: others, [metrics.calls.name]: failed }));

test.each([
  // 1 − waiting / requests
  [8, 10, 0.2],
  [0, 10, 1],
  [10, 10, 0],
  [25, 10, 0],
])('with %d s of waiting in %d s of requests, the own share of time is %d', (waiting, requests, own) => expect(share(waiting, requests)).toBeCloseTo(own, 12));

test.each([
  [7, 7, 0],
  [0, 7, 1],
  [3, 12, 0.75],
  [20, 7, 0],
])('with %d failed calls to other services and %d failed requests, the share of own errors is %d', (others, failed, own) =>
  expect(errors(others, failed)).toBeCloseTo(own, 12),
);

test('the own shares of time and errors are 0 to 1, and fall as other services cause more', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      (a, b, all) => {
        for (const ratio of [share, errors]) {
          const [less = -1, more = -1] = [Math.min(a, b), Math.max(a, b)].map((others) => ratio(others, all));
          expect(less).toBeLessThanOrEqual(1);
          expect(more).toBeGreaterThanOrEqual(0);
          expect(more).toBeLessThanOrEqual(less);
        }
      },
    ),
  );
});

test('without edges, and without traffic, every gate is open', () => {
  expect(valueOf(ownShare(workload), given({ [metrics.durationSum.name]: 5 }))).toBe(1);
  expect(valueOf(ownErrors(workload), given({ [metrics.calls.name]: 5 }))).toBe(1);
  expect([share(0, 0), errors(0, 0), valueOf(busy(workload, 20), () => undefined)]).toEqual([1, 1, 1]);
});

const fullness = (values: { readonly cpu?: number; readonly settled?: number; readonly requests?: number; readonly own?: number; readonly ready?: number }) =>
  valueOf(
    busy(workload, 20),
    given({
      ...(values.cpu === undefined ? {} : { [recorded.settledCpu]: values.cpu }),
      ...(values.settled === undefined ? {} : { [recorded.settledPods]: values.settled }),
      ...(values.requests === undefined ? {} : { [metrics.durationSum.name]: values.requests }),
      [recorded.ownShare]: values.own ?? 1,
      [recorded.ready]: values.ready ?? 4,
    }),
  );

test.each([
  // 4 pods of 250m at 0.2 cores each
  ['CPU decides', { cpu: 0.8, settled: 4, requests: 8 }, 0.8],
  // 72 requests in progress, all with own work, out of 4 · 20
  ['requests decide', { cpu: 0.2, settled: 4, requests: 72 }, 0.9],
  // half of them wait for other services: 36 of 80, so the 0.5 of the CPU is larger
  ['waiting for others does not count', { cpu: 0.5, settled: 4, requests: 72, own: 0.5 }, 0.5],
  ['only CPU is known', { cpu: 0.75, settled: 3 }, 1],
  ['only requests are known', { requests: 100, ready: 2 }, 2.5],
])('utilization of the pods: %s', (_, values, expected) => expect(fullness(values)).toBeCloseTo(expected, 12));
