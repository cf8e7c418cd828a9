/** Why the pods of a rollout do not become ready, in messages of the ReplicaSet, the scheduler or the kubelet. */
import { z } from 'zod';
import type { Kubectl } from '../kubectl';
import type { RolledOut } from './state';

const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean(),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
      terminated: z.object({ reason: z.string().optional(), exitCode: z.int() }).optional(),
    })
    .default({}),
});
const pod = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
  status: z.object({
    conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() })).default([]),
    initContainerStatuses: z.array(containerStatus).default([]),
    containerStatuses: z.array(containerStatus).default([]),
  }),
});
type Pod = z.infer<typeof pod>;
const event = z.object({ reason: z.string().default(''), message: z.string().default(''), involvedObject: z.object({ kind: z.string(), name: z.string() }) });
type Event = z.infer<typeof event>;

/** The clearest cause, and how many pods have it. */
export type Reasons = readonly string[];

/** Reads from the cluster; what may not be read is left out, because reasons only help, and do not decide. */
export function reasonsOf(kubectl: Pick<Kubectl, 'try'>, workload: RolledOut): Reasons {
  const { kind, metadata, spec, status } = workload;
  const selector = Object.entries(spec.selector.matchLabels).map(([label, value]) => `${label}=${value}`);
  const inNamespace = ['--namespace', metadata.namespace, '--output=json'];
  const pods = items(kubectl, ['get', 'pods', `--selector=${selector.join(',')}`, ...inNamespace], pod).filter(isWaitedFor);
  const events = items(kubectl, ['get', 'events', '--field-selector=type=Warning', ...inNamespace], event);
  const refused = status.conditions.filter(({ type, status: holds }) => type === 'ReplicaFailure' && holds === 'True');
  const ownEvents = kind === 'StatefulSet' ? events.filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === metadata.name) : [];
  return [
    ...refused.map(({ reason, message }) => `${reason ?? 'ReplicaFailure'}: ${message ?? ''}`),
    ...new Set(ownEvents.filter(({ reason }) => reason === 'FailedCreate').map(({ reason, message }) => `${reason}: ${message}`)),
    ...counted(pods.map((one) => whyNotReady(one, events))),
  ];
}

function items<T>(kubectl: Pick<Kubectl, 'try'>, args: readonly string[], item: z.ZodType<T>): readonly T[] {
  const result = kubectl.try(args);
  if (!result.ok) return [];
  const { items: found } = z.object({ items: z.array(z.unknown()) }).parse(JSON.parse(result.output));
  return found.flatMap((one) => item.safeParse(one).data ?? []);
}

function isWaitedFor({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && !status.conditions.some(({ type, status: holds }) => type === 'Ready' && holds === 'True');
}

/** The first message found: of the scheduler, of a container that cannot start or ended, or the last event about the pod. */
function whyNotReady(asked: Pod, events: readonly Event[]): string {
  return unscheduled(asked) ?? notStarted(asked) ?? ended(asked) ?? lastEvent(asked, events) ?? 'running, but not ready yet';
}

function unscheduled({ status }: Pod): string | undefined {
  const found = status.conditions.find(({ type, status: holds }) => type === 'PodScheduled' && holds === 'False');
  return found && `${found.reason ?? 'Unschedulable'}: ${found.message ?? ''}`;
}

/** Reasons that only mean progress. */
const usual: readonly (string | undefined)[] = ['PodInitializing', 'ContainerCreating', undefined];

function notStarted({ status }: Pod): string | undefined {
  const containers = [...status.initContainerStatuses, ...status.containerStatuses];
  const found = containers.find(({ state }) => !usual.includes(state.waiting?.reason));
  return found && `container ${found.name}: ${found.state.waiting?.reason ?? ''}: ${found.state.waiting?.message ?? ''}`;
}

function ended({ status }: Pod): string | undefined {
  const containers = [...status.initContainerStatuses, ...status.containerStatuses];
  const found = containers.find(({ ready, state }) => !ready && (state.terminated?.exitCode ?? 0) !== 0);
  return found && `container ${found.name}: ${found.state.terminated?.reason ?? 'Error'}, exit code ${found.state.terminated?.exitCode ?? 0}`;
}

function lastEvent({ metadata }: Pod, events: readonly Event[]): string | undefined {
  const told = events.filter(({ involvedObject }) => involvedObject.kind === 'Pod' && involvedObject.name === metadata.name).at(-1);
  return told && `${told.reason}: ${told.message}`;
}

/** `3 pods: ErrImagePull: …`, most first. The name of a pod in its own message would make each of them different. */
function counted(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([text, count]) => `${count} ${count === 1 ? 'pod' : 'pods'}: ${text.trim()}`);
}
