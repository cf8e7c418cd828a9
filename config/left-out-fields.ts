/** Defaults of a workload: a web service without variables and without destinations outside the cluster, which drains as long as Google's load balancer may need to remove a pod. */
import type { PolicySource } from './left-out-caps';
import type { TaskWorkload, WebWorkload, WorkerWorkload } from './workload';

/** See `shutdown` of a web service for the reasons of the numbers. */
export const leftOutFields = { kind: 'web', env: {}, egress: [], shutdown: { drain: '40s', grace: '60s' } } as const satisfies Partial<WebWorkload>;

/** A pod without callers needs no drain. A transaction has the default grace period of Kubernetes to finish. */
const leftOutOfOthers = { env: {}, egress: [], shutdown: { grace: '30s' } } as const satisfies Partial<TaskWorkload | WorkerWorkload>;

type MayLeaveOut<Whole, Field extends keyof Whole> = Omit<Whole, Field> & Partial<Pick<Whole, Field>>;

/** A web service as an author may write it. */
export type WebSource = MayLeaveOut<Omit<WebWorkload, 'scaling'>, keyof typeof leftOutFields> & { readonly scaling: PolicySource };

type TaskSource<Task> = Task extends TaskWorkload ? MayLeaveOut<Task, keyof typeof leftOutOfOthers> : never;

/** A worker as an author may write it. */
export type WorkerSource = MayLeaveOut<Omit<WorkerWorkload, 'scaling'>, keyof typeof leftOutOfOthers> & { readonly scaling: PolicySource };

/** A workload as an author may write it. */
export type WorkloadSource = WebSource | WorkerSource | TaskSource<TaskWorkload>;

export function isWebSource(source: WorkloadSource): source is WebSource {
  return (source.kind ?? leftOutFields.kind) === leftOutFields.kind;
}

/** The source with the missing fields filled in. A value that is no list of workloads stays unchanged; validation reports it. */
export function withFields(source: unknown): unknown {
  if (!isFields(source) || !Array.isArray(source['workloads'])) return source;
  return { ...source, workloads: source['workloads'].map((workload: unknown) => (isFields(workload) ? { ...fieldsOf(workload), ...workload } : workload)) };
}

function fieldsOf({ kind = leftOutFields.kind }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return kind === leftOutFields.kind ? leftOutFields : leftOutOfOthers;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
