/**
 * A rolling update with `maxUnavailable: 0` (Deployment controller): new pods start beside the old ones, as many at once as the surge allows; when all of them have been
 * ready for `settle`, as many old pods are stopped. A scale-out meanwhile starts new pods; a scale-in stops the youngest.
 */
import type { Fleet } from './fleet';

export interface ReleaseModel {
  /** Second of the replay at which the release starts. */
  readonly at: number;
  /** Pods that are added at once, in percent of the replicas, rounded up. */
  readonly surge: number;
  /** Seconds for which a new pod must have been ready. */
  readonly settle: number;
  /** Seconds that an old pod needs to end; until then it keeps its place but does not serve. */
  readonly grace: number;
}

export class Release {
  /** Pods of the previous version; `undefined` before the release. */
  private old: number | undefined;
  private wave: { readonly pods: number; readonly availableAt: number } | undefined;
  /** Duration of the release in seconds; `undefined` before its end. */
  public seconds: number | undefined;

  public constructor(private readonly model: ReleaseModel) {}

  public advance(now: number, fleet: Fleet): void {
    if (now < this.model.at || this.seconds !== undefined) return;
    this.old = Math.min(this.old ?? fleet.replicas, fleet.replicas);
    if (this.wave !== undefined && now >= this.wave.availableAt) {
      fleet.retire(this.wave.pods, now + this.model.grace);
      this.old -= this.wave.pods;
      this.wave = undefined;
    }
    if (this.old <= 0 && this.wave === undefined) this.seconds = now - this.model.at;
    else this.wave ??= this.next(this.old, now, fleet);
  }

  private next(old: number, now: number, fleet: Fleet): Release['wave'] {
    const surge = Math.ceil((fleet.replicas * this.model.surge) / 100);
    const { pods, readyAt } = fleet.add(Math.min(surge, old), now);
    return pods === 0 ? undefined : { pods, availableAt: readyAt + this.model.settle };
  }
}
