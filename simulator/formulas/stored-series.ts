/** Series with their samples, like in Prometheus: by labels, in order of time. */

export type Labels = Readonly<Record<string, string>>;

/** Staleness marker: the series has ended, and look-back does not find earlier samples (prometheus.io/docs/prometheus/latest/querying/basics, "Staleness"). */
export const ended = Symbol('ended');
export type Value = number | typeof ended;

export interface Sample {
  /** Seconds. */
  readonly at: number;
  readonly value: number;
}

/** A condition on a label; an absent label is an empty string. */
export interface LabelCondition {
  readonly label: string;
  readonly holds: (value: string) => boolean;
}

export interface Selection {
  readonly name: string;
  readonly conditions: readonly LabelCondition[];
}

interface Stored {
  /** All labels, including `__name__`. */
  readonly labels: Labels;
  readonly times: number[];
  readonly values: Value[];
}

export interface Found<Content> {
  readonly labels: Labels;
  readonly content: Content;
}

/** Look-back of instant queries in seconds (Prometheus' default). */
const lookback = 300;

export class StoredSeries {
  private readonly byName = new Map<string, Map<string, Stored>>();
  /** Cache: the series that each selection found, and the number of series with the name at that time. */
  private readonly selections = new WeakMap<Selection, { readonly of: number; readonly found: readonly Stored[] }>();

  /** Appends a sample; the samples of a series must arrive in order of time. */
  public add(name: string, labels: Labels, at: number, value: Value): void {
    const { times, values } = this.stored(name, labels);
    times.push(at);
    values.push(value);
  }

  /** The last sample of each selected series, if it is at most five minutes old and the series has not ended. */
  public latest(selection: Selection, at: number): readonly Found<number>[] {
    return this.selected(selection).flatMap(({ labels, times, values }) => {
      const index = lastUntil(times, at);
      const value = values[index];
      return typeof value === 'number' && (times[index] ?? -Infinity) > at - lookback ? [{ labels, content: value }] : [];
    });
  }

  /** Samples in (at − range, at], of selected series that have any. */
  public within(selection: Selection, at: number, range: number): readonly Found<readonly Sample[]>[] {
    return this.selected(selection).flatMap(({ labels, times, values }) => {
      const samples: Sample[] = [];
      for (let index = lastUntil(times, at - range) + 1; index < times.length; index += 1) {
        const [time = Infinity, value] = [times[index], values[index]];
        if (time > at) break;
        if (typeof value === 'number') samples.push({ at: time, value });
      }
      return samples.length === 0 ? [] : [{ labels, content: samples }];
    });
  }

  private selected(selection: Selection): readonly Stored[] {
    const { name, conditions } = selection;
    const all = this.byName.get(name);
    const known = this.selections.get(selection);
    // series are never removed, so an equal number means that the cache is valid
    if (all === undefined || known?.of === all.size) return known?.found ?? [];
    const found = [...all.values()].filter(({ labels }) => conditions.every(({ label, holds }) => holds(labels[label] ?? '')));
    this.selections.set(selection, { of: all.size, found });
    return found;
  }

  private stored(name: string, labels: Labels): Stored {
    const series = this.byName.get(name) ?? new Map<string, Stored>();
    this.byName.set(name, series);
    const key = keyOf(labels);
    const found = series.get(key) ?? { labels: { __name__: name, ...labels }, times: [], values: [] };
    series.set(key, found);
    return found;
  }
}

/** Key of labels, independent of their order. */
export function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Index of the last time at or before `at`, by binary search; −1 if there is none. */
function lastUntil(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
