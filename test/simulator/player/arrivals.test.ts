import fc from 'fast-check';
import { arrivals } from '../../../simulator/player/arrivals';

test('requests of a second are spread evenly over it, and a share of one waits for the next', () => {
  expect([...arrivals([2, 0, 4])]).toEqual([0.25, 0.75, 2.125, 2.375, 2.625, 2.875]);
  expect([...arrivals([0.5, 0.5, 0.5, 0.5])]).toEqual([1, 3].map((at) => expect.closeTo(at, 6) as number));
  expect([...arrivals([])]).toEqual([]);
});

test('of any load as many are due as it has, in their order, and in no second more than its rate and one', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { maxLength: 60 }), (demand) => {
      const due = [...arrivals(demand)];
      expect(Math.abs(due.length - demand.reduce((sum, rate) => sum + rate, 0))).toBeLessThanOrEqual(0.51);
      due.forEach((at, index) => expect(at).toBeGreaterThanOrEqual(due[index - 1] ?? 0));
      demand.forEach((rate, second) => expect(due.filter((at) => at > second && at < second + 1).length).toBeLessThanOrEqual(rate + 1));
    }),
  );
});
