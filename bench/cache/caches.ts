/** Hits of a trace of accesses in caches of `capacity` keys, by eviction policy. Keys are integers. */

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

/** The maximum of a count, and the number of accesses for each place of the cache after which all counts are halved. */
const [mostCount, halvedEvery] = [15, 10];

/**
 * New keys enter a share of the places. A key evicted from there replaces an older key only if it was read more often recently (TinyLFU: Einziger, Friedman and Manes, 2017). With a share of 1 it is LRU.
 */
class TriedFirst {
  private readonly fresh = new Map<number, true>();
  private readonly kept = new Map<number, true>();
  private readonly counts = new Map<number, number>();
  private readonly tried: number;
  private counted = 0;

  public constructor(
    private readonly capacity: number,
    share: number,
  ) {
    this.tried = Math.min(Math.max(Math.round(share * capacity), 1), capacity);
  }

  public has(key: number): boolean {
    return this.fresh.has(key) || this.kept.has(key);
  }

  /** Returns whether the key was cached, and caches it unless the other keys are read more often. */
  public access(key: number): boolean {
    this.count(key);
    if (touched(this.fresh, key) || touched(this.kept, key)) return true;
    this.fresh.set(key, true);
    if (this.fresh.size > this.tried) this.admit(oldest(this.fresh));
    return false;
  }

  private admit(candidate: number): void {
    this.fresh.delete(candidate);
    if (this.kept.size < this.capacity - this.tried) {
      this.kept.set(candidate, true);
      return;
    }
    if (this.kept.size === 0) return;
    const victim = oldest(this.kept);
    if ((this.counts.get(candidate) ?? 0) <= (this.counts.get(victim) ?? 0)) return;
    this.kept.delete(victim);
    this.kept.set(candidate, true);
  }

  private count(key: number): void {
    this.counts.set(key, Math.min((this.counts.get(key) ?? 0) + 1, mostCount));
    this.counted += 1;
    if (this.counted < halvedEvery * this.capacity) return;
    this.counted = 0;
    for (const [one, count] of this.counts) {
      if (count >> 1 === 0) this.counts.delete(one);
      else this.counts.set(one, count >> 1);
    }
  }
}

function touched(places: Map<number, true>, key: number): boolean {
  if (!places.delete(key)) return false;
  places.set(key, true);
  return true;
}

function oldest(places: ReadonlyMap<number, unknown>): number {
  const [first = -1] = places.keys();
  return first;
}

/** Shares of the places in which new keys are tried; the last is LRU. */
const triedShares = [0.01, 0.1, 0.3, 0.6, 1];
/** The time constant with which past hits lose weight, in accesses for each place of the cache. */
const forgotten = 4;

/**
 * Simulated caches, which hold keys without values, try several shares at once. The real cache evicts keys that the simulated cache with the most recent hits does not hold, least recently used first. So the best share for a load is learned, and learned again when the load
 * changes.
 */
export function learnedHits(keys: Int32Array, capacity: number): number {
  const trials = triedShares.map((share) => ({ cache: new TriedFirst(capacity, share), found: 0 }));
  const held = new Map<number, true>();
  const decay = 1 - 1 / (forgotten * capacity + 1);
  let hits = 0;
  for (const key of keys) {
    for (const trial of trials) trial.found = decay * trial.found + (trial.cache.access(key) ? 1 : 0);
    const { cache } = trials.reduce((best, trial) => (trial.found > best.found ? trial : best));
    if (touched(held, key)) {
      hits += 1;
      continue;
    }
    held.set(key, true);
    if (held.size > capacity) held.delete(victimOf(held, cache));
  }
  return hits;
}

/** Number of keys that an eviction looks at: a search through all would take longer than a miss. */
const searched = 64;

function victimOf(held: ReadonlyMap<number, true>, cache: TriedFirst): number {
  let looked = 0;
  for (const [key] of held) {
    if (!cache.has(key)) return key;
    looked += 1;
    if (looked >= searched) break;
  }
  return oldest(held);
}
