/** The pods of the simulated workload. They differ only in the time at which they become ready. */
import { everywhere, type Places } from './places';

/** Seconds after which a pod counts as old: its CPU initialization period and the window of its samples have passed. */
const settledAfter = 600;

export class Fleet {
  /** Time at which each starting pod will be ready, in seconds, earliest first. */
  private readonly readyAt: number[] = [];
  /** Time at which each young pod became ready, in seconds, earliest first. */
  private readonly youngSince: number[] = [];
  /** Time at which each terminating pod ends, in seconds, earliest first. */
  private readonly goneAt: number[] = [];
  /** Pods that a release has added to the wanted ones. */
  private added = 0;
  /** Wanted pods without a place on a node or in the quota. */
  private waiting = 0;

  /**
   * @param ready number of pods that are ready at the start
   * @param startUp seconds from the placement of a pod until it is ready
   */
  public constructor(
    public ready: number,
    private readonly startUp: number,
    private readonly places: Places = everywhere,
  ) {}

  /** Wanted pods. */
  public get replicas(): number {
    return this.ready + this.readyAt.length + this.waiting - this.added;
  }

  public get starting(): number {
    return this.readyAt.length;
  }

  public get unplaced(): number {
    return this.waiting;
  }

  /** Times at which young pods became ready, youngest last; older pods are left out. */
  public get recent(): readonly number[] {
    return this.youngSince;
  }

  /** Advances the time: starting pods become ready, young pods become old, and waiting pods may get a place. */
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

  /** Sets the wanted pods. On scale-in, pods that are not ready are stopped first, then the youngest (ReplicaSet controller, `ActivePodsWithRanks`). */
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
   * Adds pods of a release to the wanted ones, as far as there are places.
   * @returns number of added pods, and the time at which the last is ready
   */
  public add(most: number, now: number): { readonly pods: number; readonly readyAt: number } {
    let pods = 0;
    while (pods < most && this.waiting === 0 && this.place(now)) pods += 1;
    this.added += pods;
    return { pods, readyAt: this.readyAt.at(-1) ?? now };
  }

  /** Stops old pods that a release has replaced; they keep their places until `goneAt`. */
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
