import { formatDuration, goDuration, milliseconds, minutes, seconds } from '../../../e2e/waiting/duration';

test.each([
  [milliseconds(850), '850 ms'],
  [seconds(2.44), '2.4 s'],
  [seconds(59.9), '59.9 s'],
  [seconds(185), '3 min 5 s'],
])('%j reads as %s', (duration, text) => expect(formatDuration(duration)).toBe(text));

test('Go flags get milliseconds, which lose nothing', () => expect(goDuration(seconds(1.5))).toBe('1500ms'));

test('a minute is sixty seconds', () => expect(minutes(1)).toEqual(seconds(60)));

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%p milliseconds are refused with the value', (count) => {
  expect(() => milliseconds(count)).toThrow(`got ${count}`);
});
