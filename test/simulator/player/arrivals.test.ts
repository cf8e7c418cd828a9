import fc from 'fast-check';
import { arrivals } from '../../../simulator/player/arrivals';

test('requests are spread evenly over a second, and a fraction of one is carried over to the next', () => {
  expect([...arrivals([2, 0, 4])]).toEqual([0.25, 0.75, 2.125, 2.375, 2.625, 2.875]);
  expect([...arrivals([0.5, 0.5, 0.5, 0.5])]).toEqual([1, 3].map((at) => expect.closeTo(at, 6) as number));
  expect([...arrivals([])]).toEqual([]);
});

test('any load has all its requests, in order, and at most its rate plus one in each second', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { maxLength: 60 }), (demand) => {
      const due = [...arrivals(demand)];
      expect(Math.abs(due.length - demand.reduce((sum, rate) => sum + rate, 0))).toBeLessThanOrEqual(0.51);
      due.forEach((at, index) => expect(at).toBeGreaterThanOrEqual(due[index - 1] ?? 0));
      demand.forEach((rate, second) => expect(due.filter((at) => at > second && at < second + 1).length).toBeLessThanOrEqual(rate + 1));
    }),
  );
});
