/** Amounts as people read them. */
import { exactText, wholeText } from '../../../config/google/amount-text';

test('what rounds to nothing is 0 from either side, and a loss keeps its sign', () => {
  expect([0.4, -0.4, -0, 2.5, -12.3].map(wholeText)).toEqual(['0', '0', '0', '3', '-12']);
});

test.each([
  ['USD', '1234.57'],
  ['JPY', '1235'],
  ['KWD', '1234.568'],
])('an amount in %s has the decimals of its coins', (currency, text) => {
  expect(exactText(currency, 1234.5678)).toBe(text);
});
