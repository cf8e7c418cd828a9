import { groupedBy, metricsIn, selectorsIn, syntaxErrorIn } from '../../../checks/objects/promql';

test.each([
  ['up', ['up']],
  ['sum by (le, job) (rate(a_total{b="c_total", d=~"e|f{g}"}[5m])) / 2', ['a_total']],
  ['a:b:c{x="$workload"} / on() (b * 3) >= bool 0', ['a:b:c', 'b']],
  ['a unless on (namespace) b offset 5m or vector(0)', ['a', 'b']],
  ['label_replace(a, "to", "$1", "from", "(.*)")', ['a']],
  ['histogram_quantile(0.95, sum without (pod) (rate(x_bucket[$__rate_interval])))', ['x_bucket']],
  ['{__name__=~"lyo:.+"}', []],
  ['1 + 2.5e3 * Inf', []],
  ['sum BY (le) (a)', ['a']],
  ["label_replace(x, 'dst', '$1', 'src', '(.*)')", ['x']],
  ['a # the total of b', ['a']],
  ['{__name__="a", b="c"} + {"d.e"}', ['a', 'd.e']],
  ['a[30m:1m] @ end()', ['a']],
])('the metrics of %s are found, without functions, labels, durations, comments and keywords', (expression, names) => {
  expect(metricsIn(expression)).toEqual(names);
});

test('a selector is parsed with its text, and with matchers in every kind of quotes', () => {
  expect(selectorsIn('rate(a{b="c\\"d", e!~`f\\d`, "g.h"=\'i\'}[5m])')).toEqual([
    {
      text: 'a{b="c\\"d", e!~`f\\d`, "g.h"=\'i\'}',
      name: 'a',
      matchers: [
        { label: 'b', operator: '=', value: 'c"d' },
        { label: 'e', operator: '!~', value: 'f\\d' },
        { label: 'g.h', operator: '=', value: 'i' },
      ],
    },
  ]);
});

test.each([
  ['sum by (a, b) (c)', ['a', 'b']],
  ['sum(c) by (a)', ['a']],
  ['(max BY (a) (c))', ['a']],
  ['# why\nmax by (a) (c)', ['a']],
  ['sum without (a) (c)', []],
  ['sum(c)', []],
  ['sum by (a) (c) / 2', []],
  ['rate(c[1m])', []],
])('the labels that %s keeps are %j', (expression, labels) => {
  expect(groupedBy(expression)).toEqual(labels);
});

test.each([
  ['sum by (le (a)', '(a)'],
  ['a{b="c"', 'its end'],
  ['a b', 'b'],
  ['rate(a[5 minutes])', 'minutes])'],
  ['', 'an empty expression'],
])('%s is refused from %j on', (expression, rest) => {
  expect(syntaxErrorIn(expression)).toBe(rest);
});

test('variables of Grafana are accepted', () => {
  expect(syntaxErrorIn('rate(a{b="$workload"}[$__rate_interval]) + rate(a[${__range}])')).toBeUndefined();
});

test.each([
  'rate(a[$__rate_interval])',
  'rate(a[${__interval}] offset $__range)',
  'avg_over_time(a[$__range:$__interval])',
  'increase(a[5m]) / $__interval_ms * ${__range_s}',
])('variables of Grafana in %s are parsed unchanged', (expression) => {
  expect(syntaxErrorIn(expression)).toBeUndefined();
  expect(syntaxErrorIn(`${expression} +`)).toBe('its end');
  expect(selectorsIn(expression).map(({ text }) => text)).toEqual(['a']);
});

test('variables within quotes are left alone', () => {
  expect(selectorsIn('a{b="$__all", c=~"${workload}"}')[0]?.matchers.map(({ value }) => value)).toEqual(['$__all', '${workload}']);
});
