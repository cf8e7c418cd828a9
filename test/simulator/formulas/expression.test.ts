import { expressionOf } from '../../../simulator/formulas/expression';
import { ended, StoredSeries, type Value } from '../../../simulator/formulas/stored-series';
import type { Result } from '../../../simulator/formulas/vector';

type Given = Readonly<Record<string, readonly (Value | undefined)[]>>;

/** Series by name and labels (`a{x="1"}`), with a value every ten seconds. */
function stored(given: Given): StoredSeries {
  const series = new StoredSeries();
  for (const [selector, values] of Object.entries(given)) {
    const [, name = '', inner = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(selector) ?? [];
    const labels = Object.fromEntries([...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', value = '']) => [label, value]));
    values.forEach((value, step) => {
      if (value !== undefined) series.add(name, labels, step * 10, value);
    });
  }
  return series;
}

function at(seconds: number, expression: string, given: Given): Result {
  return expressionOf(expression)(stored(given), seconds);
}

/** The value of a result with one series. */
function valueAt(seconds: number, expression: string, given: Given): number | undefined {
  const result = at(seconds, expression, given);
  if (typeof result === 'number') return result;
  expect(result.length).toBeLessThan(2);
  return result[0]?.value;
}

const steady = Array.from({ length: 40 }, (_, step) => step * 50);

describe('a counter', () => {
  test('with steady growth has its rate from the second sample', () => {
    expect(valueAt(300, 'rate(a[60s])', { a: steady })).toBeCloseTo(5, 12);
    expect(valueAt(300, 'increase(a[60s])', { a: steady })).toBeCloseTo(300, 12);
    expect(valueAt(0, 'rate(a[60s])', { a: steady })).toBeUndefined();
  });

  test('that resets keeps what it counted after the reset', () => {
    // 100, 150, 20, 70: 50 before the reset and 70 after it, over 30 s of a range of 60 s
    expect(valueAt(30, 'increase(a[60s])', { a: [100, 150, 20, 70] })).toBeCloseTo(120 * ((30 + 5) / 30), 12);
  });

  test('is not extrapolated to before it was zero', () => {
    // from 5 to 55 in 10 s: it was zero a second before
    expect(valueAt(20, 'increase(a[60s])', { a: [undefined, 5, 55] })).toBeCloseTo(50 * (11 / 10), 12);
  });
});

describe('a series', () => {
  test('is visible for five minutes after its last sample, and not after it has ended', () => {
    expect(valueAt(290, 'a', { a: [7] })).toBe(7);
    expect(valueAt(300, 'a', { a: [7] })).toBeUndefined();
    expect(valueAt(20, 'a', { a: [7, ended] })).toBeUndefined();
    expect(valueAt(20, 'last_over_time(a[60s])', { a: [7, ended] })).toBe(7);
  });

  test('with an offset is read earlier, and only this series of the expression', () => {
    const given: Given = { a: [1, 2, 3], b: [10, 20, 30] };
    expect(valueAt(20, 'b - a offset 10s', given)).toBe(28);
    expect(valueAt(20, '(b > 0 unless c offset 10s)', given)).toBe(30);
    expect(valueAt(20, 'sum_over_time(a[20s] offset 10s)', given)).toBe(3);
  });
});

describe('operators', () => {
  const given: Given = { 'a{x="1"}': [3], 'a{x="2"}': [5], 'b{x="1",y="z"}': [4], empty: [] };

  test.each([
    ['a > 4', [{ labels: { __name__: 'a', x: '2' }, value: 5 }]],
    [
      'a > bool 4',
      [
        { labels: { x: '1' }, value: 0 },
        { labels: { x: '2' }, value: 1 },
      ],
    ],
    ['a and on(x) b', [{ labels: { __name__: 'a', x: '1' }, value: 3 }]],
    ['a unless on(x) b', [{ labels: { __name__: 'a', x: '2' }, value: 5 }]],
    ['a < on(x) b', [{ labels: { x: '1' }, value: 3 }]],
    ['a / on(x) b', [{ labels: { x: '1' }, value: 0.75 }]],
    ['a + b', []],
    ['sum(a) or vector(0)', [{ labels: {}, value: 8 }]],
    ['sum(empty) or vector(0)', [{ labels: {}, value: 0 }]],
    ['sum by (x) (b)', [{ labels: { x: '1' }, value: 4 }]],
    ['count(a == 3)', [{ labels: {}, value: 1 }]],
    ['label_replace(sum(a), "of", "cpu", "", "")', [{ labels: { of: 'cpu' }, value: 8 }]],
    ['clamp_max(ceil(sum(a) / 3), 2)', [{ labels: {}, value: 2 }]],
  ])('%s', (expression, expected) => expect(at(0, expression, given)).toEqual(expected));

  test('with many-to-one matching are refused', () => {
    expect(() => at(0, 'a - on() b', given)).toThrow('one element of a side must belong to one of the other');
  });
});

test('a quantile is interpolated between the bounds of its bucket, and is NaN without counts', () => {
  const buckets = (counts: readonly number[]): Given => Object.fromEntries(counts.map((count, index) => [`h{le="${['0.1', '2.0', '+Inf'][index]}"}`, [count]]));
  expect(valueAt(0, 'histogram_quantile(0.5, h)', buckets([0, 10, 10]))).toBeCloseTo(1.05, 12);
  expect(valueAt(0, 'histogram_quantile(0.95, h)', buckets([0, 5, 10]))).toBe(2);
  expect(valueAt(0, 'histogram_quantile(0.5, h)', buckets([0, 0, 0]))).toBeNaN();
  expect(valueAt(0, 'histogram_quantile(0.5, h)', buckets([0, 10]))).toBeNaN();
  // fewer in a larger bucket: counters of several sources, scraped at different times
  expect(valueAt(0, 'histogram_quantile(0.5, h)', buckets([8, 6, 10]))).toBeCloseTo(0.0625, 12);
});

test.each([
  ['stddev(a)', 'must be an aggregation that is known here, received stddev'],
  ['quantile_over_time(0.5, a[1m])', 'must be a function that is known here, received quantile_over_time'],
  ['a + on(x) group_left b', 'matching must be `on`'],
  ['a % 2', 'must be an operator that is known here, received Mod'],
  ['sum without (x) (a)', 'grouping must be `by`'],
  ['{job="x"}', 'a selector must begin with a name'],
  ['a >', 'must be an expression'],
  ['', 'must be an expression'],
])('unsupported syntax is refused: %s', (expression, told) => {
  expect(() => at(0, expression, { 'a{x="1"}': [1], 'b{x="1"}': [1] })).toThrow(told);
});
