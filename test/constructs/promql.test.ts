import { selector, zeroWhenAbsent } from '../../constructs/promql';

test('a selector names its labels in the order in which they were given', () => {
  expect(
    selector('up', [
      ['job', '=', 'gateway'],
      ['pod', '=~', 'web-.+'],
    ]),
  ).toBe('up{job="gateway",pod=~"web-.+"}');
});

test('a value cannot end its own quotes: what a label holds stays a label', () => {
  expect(selector('up', [['job', '=', 'a"} or vector(1) #']])).toBe('up{job="a\\"} or vector(1) #"}');
  expect(selector('up', [['job', '=~', 'a\\.b']])).toBe('up{job=~"a\\\\.b"}');
});

test('an absent value is 0, and one that is no number is nothing: NaN is at least 0 is false', () => {
  expect(zeroWhenAbsent('sum(a)')).toBe('((sum(a)) or vector(0)) >= 0');
});
