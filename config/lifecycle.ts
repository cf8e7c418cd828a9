/** How long a web service takes to start, and the pace of its liveness and readiness probes. */
import { z } from 'zod';
import { seconds, wholeSeconds } from './quantities';

const time = wholeSeconds('the kubelet');

/** A probe of the kubelet: one request every `period`, which must be answered within `timeout`. After `failures` in a row the probe has failed. */
const probe = z.strictObject({ period: time, timeout: time, failures: z.int().min(1).max(1000) });

export const lifecycle = z.strictObject({
  /**
   * `usual` is the time from the start of the container until it serves. A scale-out waits for it, and CPU used until then does not count for
   * scaling. A container that has not answered its liveness route after `longest` is restarted.
   *
   * `busy` is for a service that could serve while it still loads in the background: until `busy` has passed it is not probed for readiness. Otherwise Kubernetes would count
   * the CPU of loading for the failsafe and start pods for it. @default - a start is over when the container serves
   */
  start: z.strictObject({ usual: time, longest: time, busy: time.optional() }),
  /** A pod that fails this probe gets no requests from the Service. Each success is traced and is the heartbeat of the telemetry chain. */
  readiness: probe,
  /** A container that fails this probe is restarted. It must fail later than readiness, so that an overloaded pod first gets no more requests. */
  liveness: probe,
  /** A release that makes no progress for this long has failed. @default - the time for a new node, the longest start that the probes allow, and the settling of a new pod */
  progressDeadline: wholeSeconds('Kubernetes').optional(),
});

export type Lifecycle = z.infer<typeof lifecycle>;
export type Probe = z.infer<typeof probe>;

/** For an application that starts within seconds, with a margin for a busy node. */
export const seedLifecycle: Lifecycle = {
  start: { usual: '30s', longest: '60s' },
  readiness: { period: '10s', timeout: '3s', failures: 3 },
  liveness: { period: '20s', timeout: '5s', failures: 6 },
};

/** Lifecycle of a workload; `seedLifecycle` where it states none. */
export function lifecycleOf({ lifecycle: own }: { readonly lifecycle?: Lifecycle | undefined }): Lifecycle {
  return own ?? seedLifecycle;
}

/** Seconds until a probe fails for a container that no longer answers: period · failures. Three failures every 10 s: 30. */
export function patience({ period, failures }: Probe): number {
  return failures * seconds(period);
}
