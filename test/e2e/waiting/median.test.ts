import { median } from '../../../e2e/waiting/median';

test('the median of an odd number of values is the middle one, of an even number the mean of the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

test('the median of no values is an error', () => expect(() => median([])).toThrow('received none'));
