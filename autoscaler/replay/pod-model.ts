/** How a pod of the workload behaves under load. All compared policies use the same model. */
import type { StartUp } from './start-up';

export interface PodModel {
  /** Requests per second at which a pod uses its whole CPU request. */
  readonly capacity: number;
  /** Most CPU of a pod as a multiple of its request (limit / request). */
  readonly burst: number;
  /** Utilization of the request above which requests count as violations: queues grow faster than an autoscaler reacts. */
  readonly knee: number;
  /** From the decision until a pod is ready. */
  readonly startUp: StartUp;
  /** Squared coefficient of variation of the service time; 1 is exponential. */
  readonly variation: number;
  /** Seconds after which a request has failed. */
  readonly timeout: number;
}

/**
 * Mean wait in seconds of a queue with one server per pod (M/G/1, Pollaczek–Khinchine formula: ρ / (1 − ρ) · (1 + c²) / 2 · S), where S = 1 / capacity. A saturated
 * queue has no finite mean: requests wait until they time out.
 */
function meanWait({ capacity, variation, timeout }: PodModel, utilization: number): number {
  if (utilization >= 1) return timeout;
  return Math.min(timeout, ((utilization / (1 - utilization)) * ((1 + variation) / 2)) / capacity);
}

/** Latency quantile in seconds (wait and service), with the approximation that the sum is exponential. That is exact for M/M/1 (Kleinrock, Queueing Systems I, 5.8). */
export function latencyAt(model: PodModel, utilization: number, quantile: number): number {
  return Math.min(model.timeout, (meanWait(model, utilization) + 1 / model.capacity) * -Math.log(1 - quantile));
}
