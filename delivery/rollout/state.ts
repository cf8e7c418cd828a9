/** Progress of a workload's rollout, by its own status. */
import { z } from 'zod';
import { container, longestStart } from '../../checks/objects/container';

const condition = z.object({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() });

/** The part of a Deployment or StatefulSet that is read; counters that are zero are left out by the API server. */
export const rolledOut = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: z.object({ namespace: z.string(), name: z.string(), generation: z.int() }),
  spec: z.object({
    replicas: z.int().default(1),
    paused: z.boolean().default(false),
    minReadySeconds: z.int().default(0),
    progressDeadlineSeconds: z.int().optional(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }),
    template: z.object({
      spec: z.object({
        terminationGracePeriodSeconds: z.int().default(30),
        containers: z.array(container.pick({ startupProbe: true, readinessProbe: true })),
      }),
    }),
  }),
  status: z.object({
    observedGeneration: z.int().default(0),
    replicas: z.int().default(0),
    updatedReplicas: z.int().default(0),
    availableReplicas: z.int().default(0),
    conditions: z.array(condition).default([]),
  }),
});
export type RolledOut = z.infer<typeof rolledOut>;

export interface RolloutState {
  readonly phase: 'done' | 'moving' | 'paused';
  /** Whether its controller has observed the applied object; before that the control plane is late, and not the workload. */
  readonly seen: boolean;
  /** For a reader: `20 of 50 new, 30 old, 50 available`. */
  readonly text: string;
  /** Numbers that only grow while a rollout moves: a new maximum of any is progress. */
  readonly marks: readonly number[];
  /** The controller's message about a rollout that stopped. @default - nothing is wrong */
  readonly complaint?: string;
}

/** Counters of an older generation belong to the previous rollout: they do not count until the controller has observed the applied object. */
export function stateOf({ metadata, spec, status }: RolledOut): RolloutState {
  const seen = status.observedGeneration >= metadata.generation;
  if (!seen) return { phase: 'moving', seen, text: 'not observed by its controller yet', marks: [0, 0, Number.NEGATIVE_INFINITY, 0] };
  const { replicas, updatedReplicas: updated, availableReplicas: available } = status;
  const old = replicas - updated;
  const text = `${updated} of ${spec.replicas} new, ${old} old, ${available} available`;
  const marks = [1, updated, -old, available];
  if (spec.paused) return { phase: 'paused', seen, text, marks };
  const done = updated >= spec.replicas && old <= 0 && available >= updated;
  return { phase: done ? 'done' : 'moving', seen, text, marks, ...complaintOf(status.conditions) };
}

function complaintOf(conditions: RolledOut['status']['conditions']): Pick<RolloutState, 'complaint'> {
  const late = conditions.find(({ type, status, reason }) => type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded');
  return late === undefined ? {} : { complaint: late.message ?? 'ProgressDeadlineExceeded' };
}

/** Seconds to create a node, pull images and attach a volume: for a StatefulSet, which has no deadline of its own. */
const newNode = 240;

/** Seconds without any progress after which a rollout counts as stuck. A StatefulSet stops the old pod first. */
export function deadlineOf({ spec }: RolledOut): number {
  const { containers, terminationGracePeriodSeconds } = spec.template.spec;
  return spec.progressDeadlineSeconds ?? newNode + terminationGracePeriodSeconds + Math.max(0, ...containers.map(longestStart)) + spec.minReadySeconds;
}
