/**
 * Nodes as a cluster autoscaler gives them: a pod without a place starts a node, and a node that was not needed for a while is removed. Pods are packed as densely as they
 * fit, because they are all alike here.
 */
import type { Places } from './places';

export interface NodeModel {
  readonly podsPerNode: number;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** Seconds from the pod that finds no place until the node takes it: the autoscaler's scan every 10 s, the machine, its registration. */
  readonly startUp: number;
  /** Seconds for which a node may be unneeded (cluster-autoscaler, `--scale-down-unneeded-time`: 600). */
  readonly spareFor: number;
}

export class Nodes implements Places {
  private ready: number;
  /** Seconds at which each node that starts takes pods, the soonest first. */
  private readonly readyAt: number[] = [];
  private spare: { readonly since: number; readonly most: number } | undefined;
  private last = 0;
  private nodeSeconds = 0;

  public constructor(
    private readonly model: NodeModel,
    pods: number,
  ) {
    this.ready = this.neededFor(pods);
  }

  /** From the first second of the replay; a node costs from the moment of its request. */
  public get hours(): number {
    return this.nodeSeconds / 3600;
  }

  public startsAt(now: number, place: number): number {
    const starting = Math.floor(place / this.model.podsPerNode) - this.ready;
    while (starting >= this.readyAt.length) {
      if (this.ready + this.readyAt.length >= this.model.maxNodes) return Infinity;
      this.readyAt.push(now + this.model.startUp);
    }
    return starting < 0 ? now : Math.max(now, this.readyAt[starting] ?? now);
  }

  public grow(now: number, pods: number): void {
    this.nodeSeconds += (this.ready + this.readyAt.length) * (now - this.last);
    this.last = now;
    while ((this.readyAt[0] ?? Infinity) <= now) {
      this.readyAt.shift();
      this.ready += 1;
    }
    const needed = this.neededFor(pods);
    if (needed >= this.ready) this.spare = undefined;
    else this.spare = { since: this.spare?.since ?? now, most: Math.max(needed, this.spare?.most ?? 0) };
    if (this.spare !== undefined && now - this.spare.since >= this.model.spareFor) {
      this.ready = this.spare.most;
      this.spare = undefined;
    }
  }

  private neededFor(pods: number): number {
    const { podsPerNode, minNodes, maxNodes } = this.model;
    return Math.min(maxNodes, Math.max(minNodes, Math.ceil(pods / podsPerNode)));
  }
}
