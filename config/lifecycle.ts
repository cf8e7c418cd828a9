/** How long a web service takes to start, and the pace of its liveness and readiness probes. */
import { z } from 'zod';
import { seconds, wholeSeconds } from './quantities';

const time = wholeSeconds('the kubelet');

/** A probe of the kubelet: it gives up after `failures` in a row, one every `period`, each answered within `timeout`. */
const probe = z.strictObject({ period: time, timeout: time, failures: z.int().min(1).max(1000) });

export const lifecycle = z.strictObject({
  /**
   * `usual` is the time from the start of the container until it serves. A scale-out waits for it, and CPU used until then is start-up cost: it asks for no
   * pods. A container that has not answered its live route after `longest` is restarted.
   *
   * `busy` is for a service that could serve while it still loads in the background: it is not probed for readiness before. Kubernetes counts the CPU of every
   * ready pod for the failsafe, and would start pods for that load. @default - a start is over when it serves
   */
  start: z.strictObject({ usual: time, longest: time, busy: time.optional() }),
  /** A pod that fails it leaves the Service; each success is traced and is the heartbeat of the telemetry chain. */
  readiness: probe,
  /** A container that fails it is started again, so it gives up later than readiness: a busy pod leaves the Service before anything restarts it. */
  liveness: probe,
  /** A release that has made no progress for so long has failed. @default - a node, the longest start that the probes allow, and the settling of a new pod */
  progressDeadline: wholeSeconds('Kubernetes').optional(),
});

export type Lifecycle = z.infer<typeof lifecycle>;
export type Probe = z.infer<typeof probe>;

/** For an application that starts within seconds, with room for a busy node. */
export const seedLifecycle: Lifecycle = {
  start: { usual: '30s', longest: '60s' },
  readiness: { period: '10s', timeout: '3s', failures: 3 },
  liveness: { period: '20s', timeout: '5s', failures: 6 },
};

/** Lifecycle of a workload, which may leave it to the seed. */
export function lifecycleOf({ lifecycle: own }: { readonly lifecycle?: Lifecycle | undefined }): Lifecycle {
  return own ?? seedLifecycle;
}

/** Seconds until a probe gives up on something that no longer answers. Three failures every 10 s: 30. */
export function patience({ period, failures }: Probe): number {
  return failures * seconds(period);
}
