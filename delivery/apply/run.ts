/** The context that every step of one apply needs. */
import type { ManifestObject } from '../../checks/manifest';
import type { LockClock, LockOptions } from './lock';
import type { Cluster } from './place';
import type { Target } from './record';
import type { Release } from './release';

export interface World extends Omit<LockClock, 'say'> {
  readonly cluster: Cluster;
  /** @param step that the line is about */
  readonly log: (step: Step, line: string) => void;
  /** Creates and renews certificates, and reports what was done. */
  readonly certify: (cluster: Cluster, objects: readonly ManifestObject[]) => readonly string[];
  /** The previous release, by the record. @returns the reason when it is not available */
  readonly earlier: (applied: Target) => Release | string;
}

export type Step =
  'checks' | 'cluster' | 'lock' | 'rehearse' | 'record' | 'namespaces' | 'certificates' | 'jobs' | 'apply' | 'guard' | 'gate' | 'prune' | 'applied' | 'go back';

export interface Wishes {
  readonly wait: 'none' | 'rollouts' | 'all';
  /** Keys of objects of protected kinds that may be deleted. */
  readonly allowDelete: readonly string[];
  /** @default - `budgetOf` the record */
  readonly pruneBudget?: number;
  readonly lock: LockOptions;
  /** Who runs it, for the record. */
  readonly who: string;
}

/** 5: it failed, and the previous release runs again. 6: it failed, and the cluster holds a part of the new release. */
export class ApplyError extends Error {
  public constructor(
    message: string,
    public readonly status: 5 | 6,
  ) {
    super(message);
  }
}
