/** Shadow caches that hold keys without values, each by a published eviction policy: their hits tell which policy suits the accesses best. */

export interface Shadow {
  has(key: number): boolean;
  /** Whether the key was there. @param leaves is called with each key that loses its place */
  access(key: number, leaves?: Leaves): boolean;
}

type Leaves = (key: number) => void;
const toNobody: Leaves = () => undefined;

export function oldest(places: ReadonlyMap<number, unknown>): number {
  const [first = -1] = places.keys();
  return first;
}

function leave(places: Map<number, unknown>, leaves: Leaves): number {
  const key = oldest(places);
  places.delete(key);
  leaves(key);
  return key;
}

/** Evicts the least recently used key. */
export class LeastRecent implements Shadow {
  private readonly held = new Map<number, true>();

  public constructor(private readonly capacity: number) {}

  public has(key: number): boolean {
    return this.held.has(key);
  }

  public access(key: number, leaves = toNobody): boolean {
    const found = this.held.delete(key);
    if (!found && this.held.size >= this.capacity) leave(this.held, leaves);
    this.held.set(key, true);
    return found;
  }
}

/** Reads that count of a key, and from how many of them a new one is kept. */
const [mostCount, worthKeeping] = [3, 2];

/** S3-FIFO (Yang and others, "FIFO queues are all you need for cache eviction", SOSP 2023): new keys pass a small queue, and only what was read again there, or comes back soon after it left, gets into the main one. */
export class SmallQueueFirst implements Shadow {
  private readonly small = new Map<number, number>();
  private readonly main = new Map<number, number>();
  /** Keys that left the small queue. */
  private readonly gone = new Map<number, true>();
  private readonly smallPlaces: number;

  /** @param share of the places that new keys have */
  public constructor(
    private readonly capacity: number,
    share: number,
  ) {
    this.smallPlaces = Math.max(Math.round(share * capacity), 1);
  }

  public has(key: number): boolean {
    return this.small.has(key) || this.main.has(key);
  }

  public access(key: number, leaves = toNobody): boolean {
    for (const queue of [this.small, this.main]) {
      const count = queue.get(key);
      if (count === undefined) continue;
      queue.set(key, Math.min(count + 1, mostCount));
      return true;
    }
    while (this.small.size + this.main.size >= this.capacity) {
      if (this.small.size >= this.smallPlaces || this.main.size === 0) this.leaveSmall(leaves);
      else this.leaveMain(leaves);
    }
    (this.gone.delete(key) ? this.main : this.small).set(key, 0);
    return false;
  }

  private leaveSmall(leaves: Leaves): void {
    const key = oldest(this.small);
    if ((this.small.get(key) ?? 0) >= worthKeeping) {
      this.small.delete(key);
      this.main.set(key, 0);
      return;
    }
    this.gone.set(leave(this.small, leaves), true);
    if (this.gone.size > this.capacity - this.smallPlaces) this.gone.delete(oldest(this.gone));
  }

  /** A key that was read since it came round goes round again. */
  private leaveMain(leaves: Leaves): void {
    for (;;) {
      const key = oldest(this.main);
      const count = this.main.get(key) ?? 0;
      this.main.delete(key);
      if (count === 0) {
        leaves(key);
        return;
      }
      this.main.set(key, count - 1);
    }
  }
}

/** ARC (Megiddo and Modha, "ARC: A self-tuning, low overhead replacement cache", FAST 2003): places are shared between what was read once and what was read again, and the share follows the keys that are asked for just after they left. */
export class AdaptiveReplacement implements Shadow {
  private readonly once = new Map<number, true>();
  private readonly again = new Map<number, true>();
  private readonly onceGone = new Map<number, true>();
  private readonly againGone = new Map<number, true>();
  /** Places meant for what was read once. */
  private target = 0;

  public constructor(private readonly capacity: number) {}

  public has(key: number): boolean {
    return this.once.has(key) || this.again.has(key);
  }

  public access(key: number, leaves = toNobody): boolean {
    if (this.once.delete(key) || this.again.delete(key)) {
      this.again.set(key, true);
      return true;
    }
    if (this.onceGone.has(key)) this.comesBack(key, this.onceGone, leaves);
    else if (this.againGone.has(key)) this.comesBack(key, this.againGone, leaves);
    else this.isNew(key, leaves);
    return false;
  }

  private comesBack(key: number, from: Map<number, true>, leaves: Leaves): void {
    const [other, sign] = from === this.onceGone ? [this.againGone, 1] : [this.onceGone, -1];
    this.target = Math.min(Math.max(this.target + sign * Math.max(other.size / from.size, 1), 0), this.capacity);
    this.replace(from === this.againGone, leaves);
    from.delete(key);
    this.again.set(key, true);
  }

  private isNew(key: number, leaves: Leaves): void {
    const { once, again, onceGone, againGone, capacity } = this;
    if (once.size + onceGone.size >= capacity) {
      if (once.size < capacity) {
        onceGone.delete(oldest(onceGone));
        this.replace(false, leaves);
      } else leave(once, leaves);
    } else if (once.size + again.size + onceGone.size + againGone.size >= capacity) {
      if (once.size + again.size + onceGone.size + againGone.size >= 2 * capacity) againGone.delete(oldest(againGone));
      this.replace(false, leaves);
    }
    once.set(key, true);
  }

  private replace(wasRead: boolean, leaves: Leaves): void {
    if (this.once.size + this.again.size < this.capacity) return;
    const { once } = this;
    const isOver = once.size > this.target || (wasRead && once.size === Math.floor(this.target));
    const [from, to] = once.size > 0 && (isOver || this.again.size === 0) ? [once, this.onceGone] : [this.again, this.againGone];
    to.set(leave(from, leaves), true);
  }
}
