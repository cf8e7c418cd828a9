import { metricsIn } from '../../checks/objects/promql-metrics';

test.each([
  ['up', ['up']],
  ['sum by (le, job) (rate(a_total{b="c_total", d=~"e|f{g}"}[5m])) / 2', ['a_total']],
  ['a:b:c{x="$workload"} / on() (b * 3) >= bool 0', ['a:b:c', 'b']],
  ['a unless on (namespace) b offset 5m or vector(0)', ['a', 'b']],
  ['label_replace(a, "to", "$1", "from", "(.*)")', ['a']],
  ['histogram_quantile(0.95, sum without (pod) (rate(x_bucket[$__rate_interval])))', ['x_bucket']],
  ['{__name__=~"lyo:.+"}', []],
  ['1 + 2.5e3 * Inf', []],
])('the metrics of %s are found without functions, labels, durations and words', (expression, names) => {
  expect(metricsIn(expression)).toEqual(names);
});
