/** How long a web service takes to start, and how patiently it is asked whether it lives and is ready. */
import { z } from 'zod';
import { seconds, wholeSeconds } from './quantities';

const time = wholeSeconds('the kubelet');

/** A probe of the kubelet: it gives up after `failures` in a row, one every `period`, each answered within `timeout`. */
const probe = z.strictObject({ period: time, timeout: time, failures: z.int().min(1).max(1000) });

export const lifecycle = z.strictObject({
  /**
   * `usual` is what a start takes from the container's first moment until it serves: a scale-out waits for it, and CPU until then is the start's own and asks
   * for no pods. A container that has not answered its live route after `longest` is started again.
   *
   * `busy` is for what serves sooner than it comes to rest, because it goes on loading in the background: nobody asks it before. Kubernetes counts the CPU of every
   * ready pod for the failsafe, and would start pods for it. @default - a start is over when it serves
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
