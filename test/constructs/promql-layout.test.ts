import { parser } from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import { foldable, laidOut } from '../../constructs/promql-layout';

/** Quoted texts with characters that look like syntax. */
const text = fc.stringMatching(/^[a-z /|()[\]{},.+*?-]{0,30}$/).map((value) => JSON.stringify(value));
const label = fc.stringMatching(/^[a-z]{1,20}$/);
const matcher = fc.tuple(label, fc.constantFrom('=', '!=', '=~', '!~'), text).map((parts) => parts.join(''));
const series = fc
  .tuple(fc.stringMatching(/^[a-z_:]{3,40}$/), fc.array(matcher, { maxLength: 5 }))
  .map(([name, matchers]) => `metric_${name}{${matchers.join(',')}}`);
const duration = fc.constantFrom('5m', '300s', '1d', '$__rate_interval', '${__range}');

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 5, depthSize: 'large' },
      series,
      fc.integer({ min: 0, max: 999 }).map(String),
      fc
        .tuple(inner, fc.constantFrom('+', '-', '*', '/', '%', '^', '>', '>= bool', '== on ()', 'and on (pod)', 'or', 'unless ignoring (a, b)'), inner)
        .map((parts) => parts.join(' ')),
      inner.map((one) => `(${one})`),
      inner.map((one) => `-(${one})`),
      fc.tuple(fc.constantFrom('sum by (le)', 'max without (window)', 'count'), inner).map(([how, one]) => `${how} (${one})`),
      inner.map((one) => `topk(3, ${one}) by (pod)`),
      fc.tuple(series, duration).map(([one, range]) => `rate(${one}[${range}] offset 5m)`),
      inner.map((one) => `max_over_time((${one})[1h:1m])`),
      fc.tuple(inner, text).map(([one, value]) => `label_replace(${one}, "a", ${value}, "b", ${value})`),
    ),
  };
});

/** The names of all nodes of the syntax tree, with the text of its leaves. */
function meaning(promql: string): string {
  const read = promql.replaceAll(/\$__rate_interval|\$\{__range\}/g, '1m');
  const parts: string[] = [];
  parser.parse(read).iterate({ enter: ({ name, node, from, to }) => void parts.push(node.firstChild === null ? `${name} ${read.slice(from, to)}` : name) });
  return parts.join('\n');
}

/** Everything but white space between tokens. */
function tokens(promql: string): string {
  return promql.replaceAll(/("(?:\\.|[^"\\])*")|\s+/g, (_, literal: string | undefined) => literal ?? '');
}

test('laying out an expression keeps its tokens and syntax tree, and a second layout changes nothing', () => {
  fc.assert(
    fc.property(expression, (stated) => {
      fc.pre(!meaning(stated).includes('⚠'));
      for (const laid of [laidOut(stated), foldable(stated)]) {
        expect(tokens(laid)).toBe(tokens(stated));
        expect(meaning(laid)).toBe(meaning(stated));
        expect(laidOut(laid)).toBe(laidOut(stated));
      }
    }),
  );
});

test('only pieces that cannot be broken are longer than a line', () => {
  fc.assert(
    fc.property(expression, (stated) => {
      fc.pre(!meaning(stated).includes('⚠'));
      // the longest piece is a selector's name or a matcher, with at most two short calls around it; indentation is not counted
      for (const line of laidOut(stated).split('\n')) expect(line.trimStart().length).toBeLessThanOrEqual(200);
    }),
  );
});

test('an expression that fits into a line is written in one, whatever its layout before', () => {
  expect(laidOut('sum(\n  rate( a[5m] )\n)\n  / 2')).toBe('sum(rate(a[5m])) / 2');
});

test('white space in quoted texts is kept', () => {
  const exclusion = `"[A-Z]+  /${'health'.repeat(30)} (/ready)?"`;
  expect(laidOut(`a{span_name!~${exclusion}, b = "c"}`)).toBe(`a{\n  span_name!~${exclusion},\n  b = "c"\n}`);
});

test('operators of the same precedence are aligned, and those of higher precedence indented', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => name.repeat(70));
  expect(laidOut(`${a} * ${b} or ${c} or ${a}`)).toBe(`${a}\n  * ${b}\nor ${c}\nor ${a}`);
  expect(laidOut(`sum by (le) (${a} + ${b}) > 0`)).toBe(`sum by (le) (\n  ${a}\n  + ${b}\n)\n> 0`);
});

test('invalid expressions and comments are left unchanged', () => {
  for (const odd of ['sum(', `a +   # why\n  b`, '']) expect(laidOut(odd)).toBe(odd);
});
