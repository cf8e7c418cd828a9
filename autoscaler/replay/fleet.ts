/** The pods of the simulated workload, distinguished only by the time at which they become or became ready. */
import { everywhere, type Places } from './places';

/** Seconds after which a pod counts as an old one: the CPU initialization period and the window of its samples are over. */
const settledAfter = 600;

export class Fleet {
  /** Seconds at which each starting pod will be ready, the soonest first. */
  private readonly readyAt: number[] = [];
  /** Seconds at which the young ones became ready, the oldest first. */
  private readonly youngSince: number[] = [];
  /** Seconds at which terminating pods are gone, the soonest first. */
  private readonly goneAt: number[] = [];
  /** Pods beyond those that are wanted, which a release has added. */
  private added = 0;
  /** Wanted pods without a place. */
  private waiting = 0;

  /**
   * @param ready pods that serve from the beginning
   * @param startUp seconds from when a pod has its place until it is ready
   */
  public constructor(
    public ready: number,
    private readonly startUp: number,
    private readonly places: Places = everywhere,
  ) {}

  /** Those that are wanted. */
  public get replicas(): number {
    return this.ready + this.readyAt.length + this.waiting - this.added;
  }

  public get starting(): number {
    return this.readyAt.length;
  }

  public get unplaced(): number {
    return this.waiting;
  }

  /** When the pods that have been ready for less than ten minutes became ready; the youngest last. */
  public get recent(): readonly number[] {
    return this.youngSince;
  }

  /** Advances the time: started pods become ready, young ones become old, and waiting ones may get a place. */
  public grow(now: number): void {
    while ((this.readyAt[0] ?? Infinity) <= now) {
      this.readyAt.shift();
      this.youngSince.push(now);
      this.ready += 1;
    }
    while ((this.youngSince[0] ?? Infinity) <= now - settledAfter) this.youngSince.shift();
    while ((this.goneAt[0] ?? Infinity) <= now) this.goneAt.shift();
    this.places.grow(now, this.there);
    while (this.waiting > 0 && this.place(now)) this.waiting -= 1;
  }

  /** Pods that are not ready leave first, then the youngest (ReplicaSet controller, `ActivePodsWithRanks`). */
  public scale(wanted: number, now: number): void {
    for (let missing = wanted - this.replicas; missing > 0; missing -= 1) if (!this.place(now)) this.waiting += 1;
    for (let spare = this.replicas - wanted; spare > 0; spare -= 1) {
      if (this.waiting > 0) this.waiting -= 1;
      else if (this.readyAt.pop() === undefined) {
        this.youngSince.pop();
        this.ready -= 1;
      }
    }
  }

  /**
   * A release adds pods beside those that are wanted, as far as there are places.
   * @returns how many, and when the last is ready
   */
  public add(most: number, now: number): { readonly pods: number; readonly readyAt: number } {
    let pods = 0;
    while (pods < most && this.waiting === 0 && this.place(now)) pods += 1;
    this.added += pods;
    return { pods, readyAt: this.readyAt.at(-1) ?? now };
  }

  /** Old pods leave for those that a release has added; they hold their places until they are gone. */
  public retire(pods: number, goneAt: number): void {
    for (let left = pods; left > 0; left -= 1) this.goneAt.push(goneAt);
    this.ready -= pods;
    this.added -= pods;
    if (this.youngSince.length > this.ready) this.youngSince.splice(0, this.youngSince.length - this.ready);
  }

  private get there(): number {
    return this.ready + this.readyAt.length + this.goneAt.length;
  }

  private place(now: number): boolean {
    const at = this.places.startsAt(now, this.there);
    if (at === Infinity) return false;
    this.readyAt.push(at + this.startUp);
    return true;
  }
}
