/** What a workload has that does not say otherwise: no settings, nothing outside of the cluster to call, and the time that Google's edge may need to forget a pod. */
import type { Workload } from './workload';

/** See `workload.shutdown` for the reasons of the numbers. */
export const leftOutFields = { env: {}, egress: [], shutdown: { drain: '40s', grace: '60s' } } as const satisfies Partial<Workload>;

type LeftOut = keyof typeof leftOutFields;

/** A workload as an author may write it, apart from its policy. */
export type WorkloadSource = Omit<Workload, 'scaling' | LeftOut> & Partial<Pick<Workload, LeftOut>>;

/** The source with the fields that its author left out. What is no list of workloads stays as it is: validation says so. */
export function withFields(source: unknown): unknown {
  if (!isFields(source) || !Array.isArray(source['workloads'])) return source;
  return { ...source, workloads: source['workloads'].map((workload: unknown) => (isFields(workload) ? { ...leftOutFields, ...workload } : workload)) };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
