/** The series of a test as Prometheus has them when a component has two pods that both report everything. */
import type { PromtoolSeries } from './promtool-series';

type Values = PromtoolSeries['values'];

/** Values of the second pod, from those of the first. */
export type Fate = (values: Values) => Values;

export const lives: Fate = (values) => values;

/** The second pod is down for the middle third of the test, where most happens. Its series end meanwhile. */
export const diesAndReturns: Fate = (values) => {
  const [death, birth] = [Math.floor(values.length / 3), Math.floor((values.length * 2) / 3)];
  return values.map((value, step) => (step < death || step >= birth ? value : step === death ? 'stale' : undefined));
};

/** @param told whether a series comes from a component with two pods; other series stay single */
export function fromTwoSources(
  series: readonly PromtoolSeries[],
  { told, fate }: { readonly told: (series: PromtoolSeries) => boolean; readonly fate: Fate },
): readonly PromtoolSeries[] {
  return series.flatMap((one) => (told(one) ? [from('pod-0', one), { ...from('pod-1', one), values: fate(one.values) }] : [one]));
}

function from(instance: string, { labels, ...rest }: PromtoolSeries): PromtoolSeries {
  return { ...rest, labels: { ...labels, instance } };
}
