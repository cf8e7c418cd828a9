/** The union of all kinds of workload. Code that distinguishes them must handle every kind, or it does not compile. */
import { z } from 'zod';
import { release } from './workloads/release';
import { scheduled } from './workloads/scheduled';
import { web } from './workloads/web';
import { worker } from './workloads/worker';

export const workload = z.discriminatedUnion('kind', [web, worker, scheduled, release]);
export type Workload = z.infer<typeof workload>;

export type WorkloadKind = Workload['kind'];
export type OfKind<Kind extends WorkloadKind> = Extract<Workload, { kind: Kind }>;
/** It answers requests, and is scaled. */
export type WebWorkload = OfKind<'web'>;
/** It works without being asked, and is scaled. */
export type WorkerWorkload = OfKind<'worker'>;
/** It runs until it is stopped, in as many pods as its policy asks for. */
export type ScaledKind = WebWorkload | WorkerWorkload;
/** It runs to its end. */
export type TaskWorkload = OfKind<'scheduled' | 'release'>;

export function isOfKind<Kind extends WorkloadKind>(kind: Kind): (candidate: Workload) => candidate is OfKind<Kind> {
  return (candidate): candidate is OfKind<Kind> => candidate.kind === kind;
}

export function webWorkloads({ workloads }: { readonly workloads: readonly Workload[] }): readonly WebWorkload[] {
  return workloads.filter(isOfKind('web'));
}

export function scaledWorkloads({ workloads }: { readonly workloads: readonly Workload[] }): readonly ScaledKind[] {
  return workloads.filter(isScaled);
}

export function isScaled(candidate: Workload): candidate is ScaledKind {
  return candidate.kind === 'web' || candidate.kind === 'worker';
}

/** What runs by the clock. */
export function schedulesOf({ workloads }: { readonly workloads: readonly Workload[] }): readonly OfKind<'scheduled'>[] {
  return workloads.filter(isOfKind('scheduled'));
}

export function isTask(candidate: Workload): candidate is TaskWorkload {
  return !isScaled(candidate);
}
