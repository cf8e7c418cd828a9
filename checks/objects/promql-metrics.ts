/** Names of series in a PromQL expression (prometheus.io/docs/prometheus/latest/querying/basics), without its labels, functions and durations. */

/** Texts, label selectors, ranges, and lists of labels after words that take one. */
const noMetric =
  /"(?:[^"\\]|\\.)*"|\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)|\boffset\s+\S+/g;
const identifier = /(?<![\w:.$])([a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g;
const words = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'offset',
  'start',
  'end',
  'inf',
  'nan',
  'atan2',
]);

/** `sum by (le) (rate(a_total{b="c"}[5m])) / 2`: a_total. Series selected by `__name__` have no name here. */
export function metricsIn(expression: string): readonly string[] {
  const bare = expression.replaceAll(noMetric, ' ');
  const names = [...bare.matchAll(identifier)].map(([, name = '']) => name).filter((name) => !words.has(name.toLowerCase()));
  return [...new Set(names)];
}
