/** A workload that serves no HTTP requests, such as the consumer of a queue. It is scaled like a web service, on the signals that exist for it. */
import { z } from 'zod';
import { port } from '../fields';
import { furtherPorts } from '../further-ports';
import { seedLifecycle, type Lifecycle } from '../lifecycle';
import { wholeSeconds } from '../quantities';
import { rollout } from '../rollout';
import { scalingPolicy } from '../scaling';
import { workerSignals } from '../signals';
import { shared } from './shared';

const time = wholeSeconds('the kubelet');

/** Liveness probe of a worker: a command that exits with 0, or a TCP port that accepts a connection. */
const live = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), command: z.array(z.string().min(1)).min(1, 'must have at least one word') }),
  z.strictObject({ kind: z.literal('port'), port }),
]);
export type WorkerLive = z.infer<typeof live>;

export const worker = z.strictObject({
  kind: z.literal('worker'),
  ...shared,
  /** A release continues once the probe succeeds, and a worker that fails it is restarted. */
  live,
  /** Ports of the worker by name. Prometheus scrapes `telemetry.applicationMetrics` at `metrics`; every other port is for workloads that state it in `calls`. @default - none */
  ports: furtherPorts.optional(),
  /** Usual and longest time of a start. CPU used until `usual` has passed does not count for scaling. @default - those of a web service, 30 s and 60 s */
  start: z.strictObject({ usual: time, longest: time }).optional(),
  /** `grace` is the time in which a stopping pod finishes the work that it took from its queue. */
  shutdown: z.strictObject({ grace: wholeSeconds('Kubernetes') }),
  /** @default - `standardRollout` */
  rollout: rollout.optional(),
  /** Signals: CPU, memory, metrics of Google Cloud such as a backlog, the worker's own metrics (`telemetry.applicationMetrics` with `scaling`), and a forecast of one of these metrics. */
  scaling: z.strictObject({ ...scalingPolicy.shape, signals: workerSignals }),
});

/** The part of a worker that rules and probes need: its start and its liveness. */
export function workerLifecycle({ start = seedLifecycle.start }: Pick<z.infer<typeof worker>, 'start'>): Lifecycle {
  return { ...seedLifecycle, start };
}
