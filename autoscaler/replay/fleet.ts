/** The pods of the simulated workload, as far as anybody can tell them apart: by when they become ready, or became so. */

/** Seconds after which a pod is as good as an old one: the CPU initialization period and the window of its samples are over. */
const settledAfter = 600;

export class Fleet {
  /** Seconds at which each starting pod will be ready, the soonest first. */
  private readonly readyAt: number[] = [];
  /** Seconds at which the young ones became ready, the oldest first. */
  private readonly youngSince: number[] = [];

  /** @param ready pods that serve from the beginning */
  public constructor(public ready: number) {}

  public get replicas(): number {
    return this.ready + this.readyAt.length;
  }

  public get starting(): number {
    return this.readyAt.length;
  }

  /** When the pods became ready that are so since less than ten minutes; the youngest last. */
  public get recent(): readonly number[] {
    return this.youngSince;
  }

  /** Time goes on: who is started is ready, and who was young settles. */
  public grow(now: number): void {
    while ((this.readyAt[0] ?? Infinity) <= now) {
      this.readyAt.shift();
      this.youngSince.push(now);
      this.ready += 1;
    }
    while ((this.youngSince[0] ?? Infinity) <= now - settledAfter) this.youngSince.shift();
  }

  /** Pods that are not ready leave first, then the youngest (ReplicaSet controller, `ActivePodsWithRanks`). */
  public scale(wanted: number, readyAt: number): void {
    for (let missing = wanted - this.replicas; missing > 0; missing -= 1) this.readyAt.push(readyAt);
    for (let spare = this.replicas - wanted; spare > 0; spare -= 1) {
      if (this.readyAt.pop() !== undefined) continue;
      this.youngSince.pop();
      this.ready -= 1;
    }
  }
}
