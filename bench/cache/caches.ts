/** Hits of a trace of accesses in caches of `capacity` keys, by eviction policy. Keys are integers. */

import { ReuseIndex } from './reuse-index';
import { AdaptiveReplacement, LeastRecent, oldest, SmallQueueFirst, type Shadow } from './shadows';

/** Least recently used. */
export function lruHits(keys: Int32Array, capacity: number): number {
  const held = new Map<number, true>();
  let hits = 0;
  for (const key of keys) {
    if (held.delete(key)) hits += 1;
    else if (held.size >= capacity) held.delete(oldest(held));
    held.set(key, true);
  }
  return hits;
}

/** An entry expires `life` accesses after it was loaded, even if it is read; a full cache evicts the entry that was loaded first. */
export function boundedLifeHits(keys: Int32Array, capacity: number, life: number): number {
  const loaded = new Map<number, number>();
  let hits = 0;
  for (const [at, key] of keys.entries()) {
    const since = loaded.get(key);
    if (since !== undefined && at - since <= life) {
      hits += 1;
      continue;
    }
    loaded.delete(key);
    if (loaded.size >= capacity) loaded.delete(oldest(loaded));
    loaded.set(key, at);
  }
  return hits;
}

/** For each access, the index of the next access of the same key; the length of the trace if there is none. */
function nextUses(keys: Int32Array): Int32Array {
  const next = new Int32Array(keys.length).fill(keys.length);
  const seen = new Map<number, number>();
  for (let at = keys.length - 1; at >= 0; at -= 1) {
    const key = keys[at] ?? 0;
    next[at] = seen.get(key) ?? keys.length;
    seen.set(key, at);
  }
  return next;
}

/** Evicts the key whose next use is farthest away, and does not load a key whose next use is farther still (Belady, 1966): no cache of this size has more hits. */
export function clairvoyantHits(keys: Int32Array, capacity: number): number {
  const next = nextUses(keys);
  const held = new Map<number, number>();
  // places by their next use; an entry whose next use has changed since is stale
  const heap = new Farthest();
  let hits = 0;
  for (const [at, key] of keys.entries()) {
    const use = next[at] ?? keys.length;
    if (held.has(key)) hits += 1;
    else if (held.size >= capacity) {
      let last = heap.peek();
      while (last !== undefined && held.get(last.key) !== last.use) {
        heap.pop();
        last = heap.peek();
      }
      if (last !== undefined && last.use <= use) continue;
      if (last !== undefined) held.delete(last.key);
    }
    held.set(key, use);
    heap.push({ key, use });
  }
  return hits;
}

interface Use {
  readonly key: number;
  readonly use: number;
}

/** A binary heap with the farthest use on top. */
class Farthest {
  private readonly uses: Use[] = [];

  public peek(): Use | undefined {
    return this.uses[0];
  }

  public push(use: Use): void {
    let place = this.uses.push(use) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((this.uses[above]?.use ?? 0) >= (this.uses[place]?.use ?? 0)) return;
      this.swap(above, place);
      place = above;
    }
  }

  public pop(): void {
    const last = this.uses.pop();
    if (last === undefined || this.uses.length === 0) return;
    this.uses[0] = last;
    for (let place = 0; ;) {
      const larger = this.useAt(2 * place + 2) > this.useAt(2 * place + 1) ? 2 * place + 2 : 2 * place + 1;
      if (this.useAt(larger) <= this.useAt(place)) return;
      this.swap(larger, place);
      place = larger;
    }
  }

  private useAt(place: number): number {
    return this.uses[place]?.use ?? -1;
  }

  private swap(one: number, other: number): void {
    const [first, second] = [this.uses[one], this.uses[other]];
    if (first === undefined || second === undefined) return;
    this.uses[one] = second;
    this.uses[other] = first;
  }
}

function touched(places: Map<number, true>, key: number): boolean {
  if (!places.delete(key)) return false;
  places.set(key, true);
  return true;
}

/** By how much an access is worth less for each one that came since, in places of the cache. */
const forgotten = 4;
/** Standard deviations by which a rule must have found more than the least recently used did to be followed: where none has, nothing is lost by having tried. */
const shown = 3;

/** A shadow beside the real cache. */
class Trial {
  /** How many accesses it found, those of long ago hardly any more. */
  public found = 0;
  /** Accesses that it found and the reference did not, and the other way round. */
  private readonly only = { here: 0, there: 0 };
  /** Keys that the real cache holds and this one does not, those that left first at the beginning. */
  private readonly spare = new Map<number, true>();

  public constructor(
    private readonly shadow: Shadow,
    private readonly held: ReadonlyMap<number, true>,
    private readonly decay: number,
  ) {}

  /** Whether it found the key. */
  public access(key: number): boolean {
    const leaves = (gone: number): void => {
      if (this.held.has(gone)) this.spare.set(gone, true);
    };
    const found = this.shadow.access(key, leaves);
    this.found = this.decay * this.found + (found ? 1 : 0);
    this.spare.delete(key);
    // some shadows do not keep every new key
    if (!this.shadow.has(key)) this.spare.set(key, true);
    return found;
  }

  /** Of one access, in both. */
  public compare(found: boolean, reference: boolean): void {
    if (found && !reference) this.only.here += 1;
    if (!found && reference) this.only.there += 1;
  }

  /** Whether it has found more so far than chance explains: only accesses on which both differ tell (McNemar, "Note on the sampling error of the difference between correlated proportions or percentages", 1947). */
  public isBetter(): boolean {
    const { here, there } = this.only;
    return here - there > shown * Math.sqrt(here + there);
  }

  public evicted(key: number): void {
    this.spare.delete(key);
  }

  /** What the real cache loses where it follows this one. */
  public victim(): number {
    return oldest(this.spare.size > 0 ? this.spare : this.held);
  }
}

/**
 * Shadows try several rules at once. The real cache evicts what the one that found most lately does not hold, among the least recently used and those that have been better than it so far. What is best for a load is learned, and learned again
 * when the load changes.
 */
export function learnedHits(keys: Int32Array, capacity: number): number {
  const held = new Map<number, true>();
  const decay = 1 - 1 / (forgotten * capacity + 1);
  const trialOf = (shadow: Shadow): Trial => new Trial(shadow, held, decay);
  const reference = trialOf(new LeastRecent(capacity));
  const others = [new AdaptiveReplacement(capacity), new SmallQueueFirst(capacity, 0.1), new SmallQueueFirst(capacity, 0.5), new ReuseIndex(capacity)].map(
    trialOf,
  );
  let hits = 0;
  for (const key of keys) {
    const usual = reference.access(key);
    for (const trial of others) trial.compare(trial.access(key), usual);
    if (touched(held, key)) {
      hits += 1;
      continue;
    }
    held.set(key, true);
    if (held.size <= capacity) continue;
    const followed = others.reduce((best, trial) => (trial.found > best.found && trial.isBetter() ? trial : best), reference);
    const victim = followed.victim();
    held.delete(victim);
    for (const trial of [reference, ...others]) trial.evicted(victim);
  }
  return hits;
}
