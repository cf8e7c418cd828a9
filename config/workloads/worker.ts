/** A workload that serves no HTTP requests, such as the consumer of a queue. It is scaled like a web service, on the signals that it has. */
import { z } from 'zod';
import { port } from '../fields';
import { furtherPorts } from '../further-ports';
import { seedLifecycle, type Lifecycle } from '../lifecycle';
import { wholeSeconds } from '../quantities';
import { rollout } from '../rollout';
import { scalingPolicy } from '../scaling';
import { signals } from '../signals';
import { shared } from './shared';

const time = wholeSeconds('the kubelet');

/** How the kubelet sees that it works: a command that ends with 0, or a TCP port that takes a connection. */
const live = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), command: z.array(z.string().min(1)).min(1, 'must have at least one word') }),
  z.strictObject({ kind: z.literal('port'), port }),
]);
export type WorkerLive = z.infer<typeof live>;

export const worker = z.strictObject({
  kind: z.literal('worker'),
  ...shared,
  /** A release goes on when it does, and it is started again when it no longer does. */
  live,
  /** Ports at which it answers, by name: `metrics` is where Prometheus asks for `telemetry.applicationMetrics`, all others are for who states them in `calls`. @default - none */
  ports: furtherPorts.optional(),
  /** How long a start takes, usually and at most: until then its CPU asks for no pods. @default - as of a web service, 30 s and 60 s */
  start: z.strictObject({ usual: time, longest: time }).optional(),
  /** `grace` is the time in which a stopping pod finishes what it took from its queue. */
  shutdown: z.strictObject({ grace: wholeSeconds('Kubernetes') }),
  /** @default - `standardRollout` */
  rollout: rollout.optional(),
  /** CPU, memory, metrics of Google Cloud such as a backlog, and its own (`telemetry.applicationMetrics` with `scaling`). Nobody sends it requests that could be counted. */
  scaling: z.strictObject({ ...scalingPolicy.shape, signals: signals.pick({ cpu: true, memory: true, external: true }) }),
});

/** The part of a worker that rules and probes need: its start and its liveness. */
export function workerLifecycle({ start = seedLifecycle.start }: Pick<z.infer<typeof worker>, 'start'>): Lifecycle {
  return { ...seedLifecycle, start };
}
