/**
 * Nodes with a simple cluster autoscaler: a pod without a place starts a node, and a node that was unneeded for a while is removed. Pods are packed as densely as
 * possible, because all are equal here.
 */
import type { Places } from './places';

export interface NodeModel {
  readonly podsPerNode: number;
  readonly minNodes: number;
  readonly maxNodes: number;
  /** Seconds from a pod without a place until a new node takes it: the autoscaler's scan every 10 s, the start of the machine, and its registration. */
  readonly startUp: number;
  /** Seconds for which a node must be unneeded before it is removed (cluster-autoscaler, `--scale-down-unneeded-time`: 600). */
  readonly spareFor: number;
}

export class Nodes implements Places {
  private ready: number;
  /** Time at which each starting node takes pods, in seconds, earliest first. */
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

  /** Node-hours since the start of the replay. A node costs from the moment of its request. */
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
