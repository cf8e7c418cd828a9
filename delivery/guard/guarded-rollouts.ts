/**
 * Holds each guarded rollout at its first pods until their answers have been compared with those of all others. Without data a version does not count as good: it
 * stays held, and the next run compares again. A run that is killed leaves at most a paused rollout, which the next one finds.
 */
import type { ManifestObject } from '../../checks/manifest';
import { recordKey } from '../apply/object-key';
import type { Cluster } from '../apply/place';
import { reasonsOf } from '../rollout/reasons';
import { deadlineOf } from '../rollout/state';
import type { Waiting } from '../rollout/wait';
import { canaryOf, type Canary } from './canary';
import { letGo, pause } from './pause';
import { guardOf, type StatedGuard } from './stated';
import { verdictOf } from './verdict';
import { answeredBy } from './version-metrics';

/** Seconds between two reads of pods, and between two queries of their metrics. */
const [look, ask] = [1, 10];
/** How long a rollout is held without a verdict before the run ends: so many times its bake, and at least so many seconds. */
const [patience, leastPatience] = [3, 900];

/** There was no verdict about the new version: the rollout stays held. */
export class Held extends Error {}

/** @throws Error when one cannot be read */
export function guardsOf(objects: readonly ManifestObject[]): ReadonlyMap<string, StatedGuard> {
  return new Map(
    objects.flatMap((object) => {
      const guard = guardOf(object);
      return guard === undefined ? [] : [[recordKey(object), guard] as const];
    }),
  );
}

/**
 * Ends when every guarded rollout may continue to its end.
 * @throws Held when there was no verdict
 * @throws Error when a new version is worse, or does not get ready
 */
export function guardRollouts(cluster: Cluster, objects: readonly ManifestObject[], waiting: Waiting): void {
  const guards = guardsOf(objects);
  const unguarded = objects.filter((object) => !guards.has(recordKey(object)));
  for (const key of letGo(cluster, unguarded)) waiting.say(`${key}: was left paused by a guard that is no longer configured: resumed`);
  let open = [...guards].map(([key, guard]) => new GuardedRollout(cluster, { key, guard }, waiting));
  while (open.length > 0) {
    open = open.filter((rollout) => rollout.look() === 'goes on');
    if (open.length > 0) waiting.sleep(look);
  }
}

interface Guarded {
  readonly key: string;
  readonly guard: StatedGuard;
}

class GuardedRollout {
  private movedAt: number;
  private furthest = '';
  /** Time at which its first pods were ready. */
  private bakedFrom: number | undefined;
  private askedAt = Number.NEGATIVE_INFINITY;
  private said = '';

  public constructor(
    private readonly cluster: Cluster,
    private readonly guarded: Guarded,
    private readonly waiting: Waiting,
  ) {
    this.movedAt = waiting.now();
  }

  /** One step. */
  public look(): 'goes on' | 'over' {
    const canary = canaryOf(this.cluster, this.guarded.key, this.guarded.guard);
    // requests to an API server that does not answer are repeated by the caller of kubectl
    if (typeof canary === 'string') throw new Error(canary);
    const { phase, paused } = canary;
    if (paused === 'by somebody else') throw new Error(`${this.guarded.key}: was paused by hand; continue it with kubectl rollout resume`);
    if (phase === 'none' && paused === 'no') return 'over';
    if (this.bakedFrom !== undefined) return this.bake(canary, this.bakedFrom);
    this.gather(canary);
    return 'goes on';
  }

  /** Waits until the wanted number of new pods exists and is ready. */
  private gather(canary: Canary): void {
    const { key } = this.guarded;
    const { phase, updated, wanted, ready, paused } = canary;
    if (phase === 'unseen') return;
    this.requireProgress(canary);
    if (paused === 'by the guard' && updated < wanted) {
      pause(this.cluster, key, false);
      this.say(`held with ${updated} of ${wanted} new pods: continues to ${wanted}`);
    } else if (paused === 'no' && updated >= wanted) {
      pause(this.cluster, key, true);
      this.say(`paused with ${updated} of ${canary.workload.spec.replicas} pods new`);
    } else if (paused === 'by the guard' && ready >= wanted) {
      this.bakedFrom = this.waiting.now();
      this.say(`${ready} new pods are ready, and serve for ${this.guarded.guard.bake} s before they are judged`);
    }
  }

  /** No other part reports a paused rollout as stuck. */
  private requireProgress(canary: Canary): void {
    const { workload, updated, ready } = canary;
    const now = this.waiting.now();
    const far = `${updated} ${ready}`;
    if (far !== this.furthest) [this.furthest, this.movedAt] = [far, now];
    const deadline = deadlineOf(workload);
    if (now - this.movedAt <= deadline) return;
    const reasons = reasonsOf(this.cluster, workload).map((reason) => `\n  ${reason}`);
    throw new Error(`${this.guarded.key}: no progress for ${deadline} s at its first pods: ${ready} of ${updated} new ready${reasons.join('')}`);
  }

  private bake({ version, updated, ready }: Canary, from: number): 'goes on' | 'over' {
    const { key, guard } = this.guarded;
    const now = this.waiting.now();
    if (now - this.askedAt < ask) return 'goes on';
    this.askedAt = now;
    const told = version === undefined ? 'its new ReplicaSet is gone' : this.ask(version);
    const late = now - from > guard.bake + Math.max(patience * guard.bake, leastPatience);
    if (typeof told === 'string') {
      this.say(`held: ${told}`);
      if (late) throw new Held(`${key}: is held with ${updated} new pods, because version ${String(version)} could not be judged: ${told}`);
      return 'goes on';
    }
    this.say(`version ${String(version)} on ${ready} pods: ${told.text}`);
    if (told.kind === 'worse') throw new Error(`${key}: version ${String(version)} is worse on its first ${updated} pods: ${told.text}`);
    if (now - from < guard.bake) return 'goes on';
    if (told.kind === 'fine') {
      pause(this.cluster, key, false);
      this.say('fares well: the rollout goes on');
      return 'over';
    }
    if (late) throw new Held(`${key}: is held with ${updated} new pods, because the answers of version ${String(version)} prove nothing: ${told.text}`);
    return 'goes on';
  }

  private ask(version: string): ReturnType<typeof verdictOf> | string {
    const [, namespace = '', deployment = ''] = this.guarded.key.split('/');
    const of = { namespace, deployment, version };
    const own = answeredBy(this.cluster, of, 'the version');
    if (typeof own === 'string') return own;
    const others = answeredBy(this.cluster, of, 'the others');
    return verdictOf(own, typeof others === 'string' ? undefined : others, this.guarded.guard);
  }

  /** Reports only what is new. */
  private say(text: string): void {
    if (text === this.said) return;
    this.said = text;
    this.waiting.say(`${this.guarded.key}: ${text}`);
  }
}
