/**
 * Evicts the key that promises the fewest hits for its place, by when keys like it came back before. For each class of keys, by how often they were read and how long ago the read before was, it counts after how many accesses they
 * came back. The worth of a key of some age is the largest quotient of the chance to come back within a time and the mean time for which a place is taken until then: the index of Gittins ("Bandit processes and dynamic allocation
 * indices", 1979), which hit density (Beckmann, Chen and Cidon, "LHD: Improving cache hit rate by maximizing hit density", NSDI 2018) is near to. A new key of less worth than all that are looked at is not kept. Only the past is known.
 */
import { seededRandom } from '../../optimizer/timeseries/random';
import type { Shadow } from './shadows';

/** Ages are counted in bins, four to a doubling. */
const [bins, perDoubling] = [96, 4];
const startOf = (bin: number): number => 2 ** (bin / perDoubling) - 1;
/** Accesses in each bin. */
const widths = Float64Array.from({ length: bins }, (_, bin) => startOf(bin + 1) - startOf(bin));
const binOf = (age: number): number => Math.min(Math.floor(Math.log2(age + 1) * perDoubling), bins - 1);

/** Classes: up to so many reads, each with the doublings between the last two, by pairs; new keys have no gap. */
const reads = [1, 2, 4, 8, 32, Infinity];
const gaps = 11;
const classes = reads.length * (gaps + 1);

/** Keys that are looked at for the one that leaves, accesses between two lookings at what was counted, and what is left of the counts each time. */
const [looked, every, kept] = [48, 2000, 0.985];
/** Reads of all keys that stand for a class of which little is known. */
const prior = 20;
/** Keys that are remembered after they left, as a multiple of those that are held. */
const remembered = 20;

interface Known {
  readonly key: number;
  at: number;
  count: number;
  of: number;
  /** Among those that are held; -1 for one that is not. */
  place: number;
}

export class ReuseIndex implements Shadow {
  private readonly known = new Map<number, Known>();
  private readonly held: Known[] = [];
  private readonly came = new Float64Array(classes * bins);
  private readonly begun = new Float64Array(classes);
  /** While nothing is known, what was read last is worth most. */
  private readonly worth = Float64Array.from({ length: classes * bins }, (_, at) => 1 / (startOf(at % bins) + 1));
  private readonly random = seededRandom(5);
  private now = 0;

  public constructor(private readonly capacity: number) {}

  public has(key: number): boolean {
    return (this.known.get(key)?.place ?? -1) >= 0;
  }

  public access(key: number, leaves: (key: number) => void = () => undefined): boolean {
    const one = this.counted(key);
    const found = one.place >= 0;
    if (!found) this.admit(one, leaves);
    this.now += 1;
    if (this.now % every === 0) this.learn();
    return found;
  }

  private counted(key: number): Known {
    const { known, now } = this;
    const before = known.get(key);
    if (before === undefined) {
      const fresh = { key, at: now, count: 1, of: 0, place: -1 };
      known.set(key, fresh);
      this.begun[0] = (this.begun[0] ?? 0) + 1;
      if (known.size > (remembered + 1) * this.capacity + 1000) this.forget();
      return fresh;
    }
    const gap = now - before.at;
    const came = before.of * bins + binOf(gap);
    this.came[came] = (this.came[came] ?? 0) + 1;
    before.count += 1;
    before.at = now;
    before.of = reads.findIndex((most) => before.count <= most) * (gaps + 1) + 1 + Math.min(Math.floor(Math.log2(gap + 1) / 2), gaps - 1);
    this.begun[before.of] = (this.begun[before.of] ?? 0) + 1;
    return before;
  }

  private admit(one: Known, leaves: (key: number) => void): void {
    const { held } = this;
    if (held.length < this.capacity) {
      one.place = held.length;
      held.push(one);
      return;
    }
    let [least, worth] = [one, this.worthOf(one)];
    for (let look = 0; look < looked; look += 1) {
      const other = held[Math.floor(this.random() * held.length)] ?? one;
      const its = this.worthOf(other);
      if (its < worth) [least, worth] = [other, its];
    }
    leaves(least.key);
    if (least === one) return;
    one.place = least.place;
    held[one.place] = one;
    least.place = -1;
  }

  private worthOf({ of, at }: Known): number {
    return this.worth[of * bins + binOf(this.now - at)] ?? 0;
  }

  /** The key that was known first, unless it is held: then it is as if it had come now. */
  private forget(): void {
    for (const [key, one] of this.known) {
      this.known.delete(key);
      if (one.place < 0) return;
      this.known.set(key, one);
    }
  }

  private learn(): void {
    const all = this.begun.reduce((sum, count) => sum + count, 0);
    const whole = Float64Array.from({ length: bins }, (_, bin) => {
      let sum = 0;
      for (let of = 0; of < classes; of += 1) sum += this.came[of * bins + bin] ?? 0;
      return sum / Math.max(all, 1);
    });
    for (let of = 0; of < classes; of += 1) this.learnClass(of, whole);
    for (const counts of [this.came, this.begun]) for (let at = 0; at < counts.length; at += 1) counts[at] = kept * (counts[at] ?? 0);
  }

  private learnClass(of: number, whole: Float64Array): void {
    const came = whole.map((share, bin) => (this.came[of * bins + bin] ?? 0) + prior * share);
    // what has not come back may never
    const all = Math.max(
      (this.begun[of] ?? 0) + prior,
      came.reduce((sum, count) => sum + count, 0),
    );
    const left = new Float64Array(bins + 1).fill(all);
    for (let bin = 0; bin < bins; bin += 1) left[bin + 1] = (left[bin] ?? 0) - (came[bin] ?? 0);
    for (let bin = 0; bin < bins; bin += 1) this.worth[of * bins + bin] = bestFrom(bin, came, left);
  }
}

function bestFrom(first: number, came: Float64Array, left: Float64Array): number {
  let [hits, taken, best] = [0, 0, 0];
  for (let bin = first; bin < bins; bin += 1) {
    hits += came[bin] ?? 0;
    taken += (((left[bin] ?? 0) + (left[bin + 1] ?? 0)) / 2) * (widths[bin] ?? 0);
    if (taken > 0) best = Math.max(best, hits / taken);
  }
  return best;
}
