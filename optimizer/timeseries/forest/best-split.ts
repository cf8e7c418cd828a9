/** The cut of a node's rows, between two bins of one feature, that leaves the least variance (CART: the most Σ²/n on both sides together). */

export interface Split {
  feature: number;
  /** The last bin that goes left. */
  bin: number;
  /** Σ²/n of both sides together. */
  gain: number;
}

/** A node's rows: indices `from` to `until − 1` of `order` and `ordered`, with the sum of their targets. */
export interface Span {
  readonly from: number;
  readonly until: number;
  readonly sum: number;
}

export interface Rows {
  readonly order: Int32Array;
  /** Targets in the order of `order`, so that a node reads them one after the other. */
  readonly ordered: Float64Array;
  /** Bins, column after column of `stride` rows. */
  readonly codes: Uint8Array;
  readonly stride: number;
}

export class SplitSearch {
  private readonly sums = new Float64Array(256);
  private readonly counts = new Int32Array(256);
  /** A bit for each bin that has rows: most nodes are small, and reading 256 bins for five rows would be most of the work. */
  private readonly used = new Int32Array(8);

  constructor(
    private readonly rows: Rows,
    private readonly minLeaf: number,
  ) {}

  /** Makes `best` the split by `feature` when that is better. */
  improve(best: Split, feature: number, span: Span): void {
    this.fill(feature, span);
    const { sums, counts, used, minLeaf } = this;
    const count = span.until - span.from;
    let left = 0;
    let below = 0;
    for (let word = 0; word < 8; word += 1) {
      let bits = used[word] ?? 0;
      used[word] = 0;
      while (bits !== 0) {
        const lowest = bits & -bits;
        bits ^= lowest;
        const bin = (word << 5) + 31 - Math.clz32(lowest);
        left += sums[bin] ?? 0;
        below += counts[bin] ?? 0;
        sums[bin] = 0;
        counts[bin] = 0;
        const above = count - below;
        if (below < minLeaf || above < minLeaf) continue;
        const right = span.sum - left;
        const gain = (left * left) / below + (right * right) / above;
        if (gain > best.gain) {
          best.feature = feature;
          best.bin = bin;
          best.gain = gain;
        }
      }
    }
  }

  private fill(feature: number, { from, until }: Span): void {
    const { order, ordered, codes, stride } = this.rows;
    const { sums, counts, used } = this;
    const base = feature * stride;
    for (let index = from; index < until; index += 1) {
      const bin = codes[base + (order[index] ?? 0)] ?? 0;
      sums[bin] = (sums[bin] ?? 0) + (ordered[index] ?? 0);
      counts[bin] = (counts[bin] ?? 0) + 1;
      used[bin >> 5] = (used[bin >> 5] ?? 0) | (1 << (bin & 31));
    }
  }
}
