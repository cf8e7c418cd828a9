import fc from 'fast-check';
import { milliseconds, minutes, seconds } from '../../../e2e/waiting/duration';
import { patient } from '../../../e2e/waiting/patience';

test('an idle machine keeps the limit', () => {
  expect(patient(seconds(30), 0)).toEqual(seconds(30));
  expect(patient(seconds(30), 1)).toEqual(seconds(30));
});

test('a load of 20 on 2 cores makes it ten times as long', () => {
  expect(patient(seconds(30), 20 / 2)).toEqual(minutes(5));
});

test('a limit never gets shorter, and grows with the load', () => {
  const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
  const load = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(amount, load, load, (limit, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)].map((slowdown) => patient(milliseconds(limit), slowdown).milliseconds);
      expect(less).toBeGreaterThanOrEqual(limit);
      expect(more).toBeGreaterThanOrEqual(less ?? Number.NaN);
    }),
  );
});

test('a limit is whole milliseconds, which is all that a child process takes', () => {
  for (const slowdown of [0.3, 1.0000000001, 34.14 / 3, 11.380000000000001]) expect(Number.isInteger(patient(minutes(5), slowdown).milliseconds)).toBe(true);
});

test('without a figure it asks the system', () => {
  expect(patient(seconds(1)).milliseconds).toBeGreaterThanOrEqual(1000);
});
