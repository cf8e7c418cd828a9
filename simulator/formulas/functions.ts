/** Functions of PromQL over vectors (promql/functions.go). */
import { bucketQuantile } from './bucket-quantile';
import { grouped, groupKey, mapped, numberOf, vectorOf, withoutName, type Result, type Vector } from './vector';

/** An argument: a result or a string literal. */
export type Argument = Result | { readonly text: string };

type Called = (parameters: readonly Argument[], at: number) => Result;

export const functions: Readonly<Record<string, Called>> = {
  time: (_, at) => at,
  vector: ([value]) => [{ labels: {}, value: numberOf(resultOf(value)) }],
  ceil: ([value]) => mapped(vectorAt(value), Math.ceil),
  clamp_max: ([value, bound]) => mapped(vectorAt(value), (one) => Math.min(one, numberOf(resultOf(bound)))),
  clamp_min: ([value, bound]) => mapped(vectorAt(value), (one) => Math.max(one, numberOf(resultOf(bound)))),
  histogram_quantile: ([quantile, buckets]) => quantiles(numberOf(resultOf(quantile)), vectorAt(buckets)),
  label_replace: ([vector, ...texts]) => relabelled(vectorAt(vector), texts.map(textOf)),
};

function resultOf(argument: Argument | undefined): Result {
  if (argument === undefined || (typeof argument === 'object' && 'text' in argument)) throw new Error('an argument must be an expression');
  return argument;
}

function vectorAt(argument: Argument | undefined): Vector {
  return vectorOf(resultOf(argument));
}

function textOf(argument: Argument): string {
  if (typeof argument === 'number' || !('text' in argument)) throw new Error('an argument must be a text');
  return argument.text;
}

function quantiles(quantile: number, vector: Vector): Vector {
  const withoutBound = ({ le: _, ...labels }: Vector[number]['labels']): Vector[number]['labels'] => withoutName(labels);
  const bounded = vector.filter(({ labels }) => labels['le'] !== undefined);
  return grouped(bounded, (labels) => groupKey({}, withoutBound(labels))).map((elements) => ({
    labels: withoutBound(elements[0]?.labels ?? {}),
    value: bucketQuantile(
      quantile,
      elements.map(({ labels, value }) => ({ upperBound: labels['le'] === '+Inf' ? Infinity : Number(labels['le']), count: value })),
    ),
  }));
}

/** `label_replace`: where the value of `from` matches the whole pattern, the label `to` becomes the replacement; an empty value removes the label. */
function relabelled(vector: Vector, [to = '', replacement = '', from = '', pattern = '']: readonly string[]): Vector {
  const whole = new RegExp(`^(?:${pattern})$`, 's');
  return vector.map(({ labels, value }) => {
    const match = whole.exec(labels[from] ?? '');
    if (match === null) return { labels, value };
    const { [to]: _, ...rest } = labels;
    const text = replacement.replaceAll(/\$\{?(\d+)\}?/g, (__, group: string) => match[Number(group)] ?? '');
    return { labels: text === '' ? rest : { ...rest, [to]: text }, value };
  });
}
