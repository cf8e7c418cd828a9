import { gaps } from '../../../e2e/alerts/messages';

test('gaps are the seconds between successive times', () => {
  expect(gaps([1000, 3000, 3500])).toEqual([2, 0.5]);
  expect(gaps([1000])).toEqual([]);
});
