/** The pods of the simulated workload. They differ only in the time at which they become ready. */
import { everywhere, type Places } from './places';
import type { StartUpOf } from './start-up';

/** Seconds after which a pod counts as old: its CPU initialization period and the window of its samples have passed. */
const settledAfter = 600;

export class Fleet {
  /** Time at which each starting pod will be ready, in seconds, in the order in which they were started. */
  private readyAt: number[] = [];
  /** Time at which each young pod became ready, in seconds, earliest first. */
  private readonly youngSince: number[] = [];
  /** Time at which each terminating pod ends, in seconds, earliest first. */
  private readonly goneAt: number[] = [];
  /** Pods that a release has added to the wanted ones. */
  private added = 0;
  /** Wanted pods without a place on a node or in the quota. */
  private waiting = 0;
  /** The second of the last placement, and the number of pods that were placed in it. */
  private placed = { at: -Infinity, pods: 0 };

  /** @param ready number of pods that are ready at the start */
  public constructor(
    public ready: number,
    private readonly startUpOf: StartUpOf,
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
    this.start(now);
    while ((this.youngSince[0] ?? Infinity) <= now - settledAfter) this.youngSince.shift();
    while ((this.goneAt[0] ?? Infinity) <= now) this.goneAt.shift();
    this.places.grow(now, this.there);
    while (this.waiting > 0 && this.place(now)) this.waiting -= 1;
  }

  /** Sets the wanted pods. On scale-in, pods that are not ready are stopped first, the last started of them before the others, then the youngest (ReplicaSet controller, `ActivePodsWithRanks`). */
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
    return { pods, readyAt: this.readyAt.slice(this.readyAt.length - pods).reduce((last, at) => Math.max(last, at), now) };
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

  /** Starting pods whose time has come are ready. */
  private start(now: number): void {
    if (this.readyAt.length === 0) return;
    const left = this.readyAt.filter((at) => at > now);
    for (let started = this.readyAt.length - left.length; started > 0; started -= 1) {
      this.youngSince.push(now);
      this.ready += 1;
    }
    this.readyAt = left;
  }

  private place(now: number): boolean {
    const at = this.places.startsAt(now, this.there);
    if (at === Infinity) return false;
    const nth = now === this.placed.at ? this.placed.pods : 0;
    this.placed = { at: now, pods: nth + 1 };
    this.readyAt.push(at + this.startUpOf(now, nth));
    return true;
  }
}
