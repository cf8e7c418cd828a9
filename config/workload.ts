/** What an environment runs of its own: one member a kind, and whoever takes them apart names every kind or does not compile. */
import { z } from 'zod';
import { release } from './workloads/release';
import { scheduled } from './workloads/scheduled';
import { web } from './workloads/web';

export const workload = z.discriminatedUnion('kind', [web, scheduled, release]);
export type Workload = z.infer<typeof workload>;

export type WorkloadKind = Workload['kind'];
export type OfKind<Kind extends WorkloadKind> = Extract<Workload, { kind: Kind }>;
/** It answers requests, and is scaled. */
export type WebWorkload = OfKind<'web'>;
/** It runs to its end. */
export type TaskWorkload = OfKind<'scheduled' | 'release'>;

export function isOfKind<Kind extends WorkloadKind>(kind: Kind): (candidate: Workload) => candidate is OfKind<Kind> {
  return (candidate): candidate is OfKind<Kind> => candidate.kind === kind;
}

export function webWorkloads({ workloads }: { readonly workloads: readonly Workload[] }): readonly WebWorkload[] {
  return workloads.filter(isOfKind('web'));
}

/** What runs by the clock. */
export function schedulesOf({ workloads }: { readonly workloads: readonly Workload[] }): readonly OfKind<'scheduled'>[] {
  return workloads.filter(isOfKind('scheduled'));
}

export function isTask(candidate: Workload): candidate is TaskWorkload {
  return candidate.kind !== 'web';
}
