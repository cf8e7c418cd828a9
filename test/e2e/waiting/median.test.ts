import { median } from '../../../e2e/waiting/median';

test('the median of an odd number of values is the middle one, of an even number the mean of both', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

test('no value has no median', () => expect(() => median([])).toThrow('received none'));
