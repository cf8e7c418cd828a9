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
/** A web service: answers requests, and is scaled. */
export type WebWorkload = OfKind<'web'>;
/** A worker: receives no requests, and is scaled. */
export type WorkerWorkload = OfKind<'worker'>;
/** The kinds that run until they are stopped and are scaled by a policy. */
export type ScaledKind = WebWorkload | WorkerWorkload;
/** The kinds that run to completion. */
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

/** The workloads that run on a schedule. */
export function schedulesOf({ workloads }: { readonly workloads: readonly Workload[] }): readonly OfKind<'scheduled'>[] {
  return workloads.filter(isOfKind('scheduled'));
}

export function isTask(candidate: Workload): candidate is TaskWorkload {
  return !isScaled(candidate);
}
