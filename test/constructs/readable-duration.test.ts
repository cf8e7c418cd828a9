import { readableDuration } from '../../constructs/readable-duration';

test.each([
  ['259200s', '3 d'],
  ['21600s', '6 h'],
  ['5400s', '90 min'],
  ['60s', '1 min'],
  ['90s', '90 s'],
  ['0s', '0 ms'],
  ['300ms', '300 ms'],
  ['1500ms', '1.5 s'],
  ['61500ms', '61.5 s'],
] as const)('%s is shown as %s', (duration, text) => {
  expect(readableDuration(duration)).toBe(text);
});
