import fc from 'fast-check';
import { durationOf, milliseconds } from '../../../config/duration';
import { patient } from '../../../e2e/waiting/patience';

test('an idle machine keeps the limit', () => {
  expect(patient('30s', 0)).toEqual('30s');
  expect(patient('30s', 1)).toEqual('30s');
});

test('a load of 20 on 2 cores makes the limit ten times as long', () => {
  expect(patient('30s', 20 / 2)).toEqual('300s');
});

test('a limit never gets shorter, and grows with the load', () => {
  const amount = fc.integer({ min: 0, max: 1e6 });
  const load = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(amount, load, load, (limit, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)].map((slowdown) => milliseconds(patient(durationOf(limit / 1000), slowdown)));
      expect(less).toBeGreaterThanOrEqual(limit);
      expect(more).toBeGreaterThanOrEqual(less ?? Number.NaN);
    }),
  );
});

test('a limit is in whole milliseconds, as a child process needs it', () => {
  for (const slowdown of [0.3, 1.0000000001, 34.14 / 3, 11.380000000000001]) expect(Number.isInteger(milliseconds(patient('300s', slowdown)))).toBe(true);
});

test('without a given load it uses that of the system', () => {
  expect(milliseconds(patient('1s'))).toBeGreaterThanOrEqual(1000);
});
