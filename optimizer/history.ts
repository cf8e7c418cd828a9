/** The load of a workload on a grid of bins that ends with the last whole one. */
import { known, unknown, type Outcome } from './timeseries/outcome';
import { regularSeries, type RegularSeries, type Sample } from './timeseries/series';

/** Bins that are queried again at each tick: a late sample may still change them. */
export const freshBins = 6;

/** End of the last whole bin. */
export function lastWhole(now: number, bin: number): number {
  return Math.floor(now / bin) * bin;
}

/**
 * @param samples each at the end of its bin
 * @param until end of the last bin
 */
export function historyOf(
  samples: readonly Sample[],
  { bin, until, bins }: { readonly bin: number; readonly until: number; readonly bins: number },
): Outcome<RegularSeries> {
  const start = until - bins * bin;
  const inside = samples.filter(({ at }) => !(at <= start || at > until));
  const series = regularSeries(
    inside.map(({ at, value }) => ({ at: at - bin, value: value < 0 ? Number.NaN : value })),
    bin,
    bins,
  );
  if (!series.ok) return series;
  const first = Math.round((series.value.start - start) / bin);
  const values = new Float64Array(bins - first).fill(Number.NaN);
  values.set(series.value.values.subarray(0, values.length));
  return known({ start: start + first * bin, step: bin, values });
}

/** The known bins with `recent` written over them, at most `bins`. Undefined when there is a hole between the two, or when the clock was set back: then the whole history must be queried again. */
export function continued(history: RegularSeries, recent: RegularSeries, bins: number): RegularSeries | undefined {
  const { start, step, values } = history;
  const offset = (recent.start - start) / step;
  const length = offset + recent.values.length;
  if (!Number.isInteger(offset) || offset < 0 || offset > values.length || length < values.length) return undefined;
  const spare = Math.max(length - bins, 0);
  const joined = new Float64Array(length - spare);
  joined.set(values.subarray(spare));
  joined.set(recent.values.subarray(Math.max(spare - offset, 0)), Math.max(offset - spare, 0));
  return { start: start + spare * step, step, values: joined };
}

/** The one series of a workload, out of an answer about many. Two series of one workload are refused, because neither can be trusted. */
export function ofWorkload<Series extends { readonly labels: Readonly<Record<string, string>> }>(
  series: readonly Series[],
  { namespace, deployment }: { readonly namespace: string; readonly deployment: string },
): Outcome<Series> {
  const own = series.filter(({ labels }) => labels['namespace'] === namespace && labels['deployment'] === deployment);
  const [first, second] = own;
  if (first === undefined) return unknown('not enough data', `there must be a series of ${namespace}/${deployment}, received none`);
  return second === undefined ? known(first) : unknown('invalid samples', `there must be one series of ${namespace}/${deployment}, received ${own.length}`);
}
