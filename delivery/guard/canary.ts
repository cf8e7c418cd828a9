/** Progress of a guarded rollout: its new pods and their version. */
import { z } from 'zod';
import { versionOf } from '../../config/guarded-workloads';
import { shareOf } from '../../config/rollout';
import { rolledOut, type RolledOut } from '../rollout/state';
import { argumentsOf, referenceOf } from '../apply/object-key';
import type { Cluster } from '../apply/place';
import { isHeldByGuard } from './pause';
import type { StatedGuard } from './stated';

const revision = 'deployment.kubernetes.io/revision';
const annotations = z.record(z.string(), z.string()).default({});
const deployment = rolledOut.extend({ metadata: rolledOut.shape.metadata.extend({ uid: z.string(), annotations }) });
const replicaSets = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        annotations,
        labels: z.record(z.string(), z.string()).default({}),
        ownerReferences: z.array(z.object({ uid: z.string() })).default([]),
      }),
      status: z.object({ readyReplicas: z.int().default(0) }).default({ readyReplicas: 0 }),
    }),
  ),
});

export interface Canary {
  readonly workload: RolledOut;
  /** `unseen`: its controller has not observed the change yet. `none`: no pods of another version are left, or there never were any. */
  readonly phase: 'unseen' | 'none' | 'under way';
  /** Number of new pods at which it stops, of new pods, and of ready new pods. */
  readonly wanted: number;
  readonly updated: number;
  readonly ready: number;
  /** Whether it is paused, and by whom. */
  readonly paused: 'no' | 'by the guard' | 'by somebody else';
  /** Version of the new pods. @default - their ReplicaSet does not exist yet */
  readonly version?: string;
}

/** @returns why there is no answer, as text */
export function canaryOf(cluster: Pick<Cluster, 'try'>, key: string, { share, version: tag }: StatedGuard): Canary | string {
  const found = cluster.try(['get', ...argumentsOf(referenceOf(key)), '--show-managed-fields', '--output=json']);
  if (!found.ok) return found.why;
  const live: unknown = JSON.parse(found.output);
  const workload = deployment.parse(live);
  const { metadata, spec, status } = workload;
  const sets = cluster.try(['get', 'replicasets', '--namespace', metadata.namespace, '--output=json']);
  if (!sets.ok) return sets.why;
  const own = replicaSets.parse(JSON.parse(sets.output)).items.filter((one) => one.metadata.ownerReferences.some(({ uid }) => uid === metadata.uid));
  const newest = own.find((one) => one.metadata.annotations[revision] === metadata.annotations[revision]);
  const hash = newest?.metadata.labels['pod-template-hash'];
  return {
    workload,
    phase: phaseOf(workload),
    wanted: Math.min(shareOf(share, spec.replicas), spec.replicas),
    updated: status.updatedReplicas,
    ready: newest?.status.readyReplicas ?? 0,
    paused: pausedBy(workload, live),
    ...(hash === undefined ? {} : { version: versionOf(tag, hash) }),
  };
}

function phaseOf({ metadata, status }: RolledOut): Canary['phase'] {
  if (status.observedGeneration < metadata.generation) return 'unseen';
  return status.replicas > status.updatedReplicas ? 'under way' : 'none';
}

function pausedBy({ spec }: RolledOut, live: unknown): Canary['paused'] {
  if (!spec.paused) return 'no';
  return isHeldByGuard(live) ? 'by the guard' : 'by somebody else';
}
