import { selector, zeroWhenAbsent } from '../../constructs/promql';

test('a selector has its labels in the given order', () => {
  expect(
    selector('up', [
      ['job', '=', 'gateway'],
      ['pod', '=~', 'web-.+'],
    ]),
  ).toBe('up{job="gateway",pod=~"web-.+"}');
});

test('a label value cannot end its quotes', () => {
  expect(selector('up', [['job', '=', 'a"} or vector(1) #']])).toBe('up{job="a\\"} or vector(1) #"}');
  expect(selector('up', [['job', '=~', 'a\\.b']])).toBe('up{job=~"a\\\\.b"}');
});

test('an absent value becomes 0, and NaN becomes absent, because NaN >= 0 is false', () => {
  expect(zeroWhenAbsent('sum(a)')).toBe('((sum(a)) or vector(0)) >= 0');
});
