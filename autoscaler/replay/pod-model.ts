/** How a pod of the workload behaves under load. The same for every policy, or nothing could be compared. */

export interface PodModel {
  /** Requests a second at which a pod uses all the CPU that it requests. */
  readonly capacity: number;
  /** Of its request, what a pod may use at most (limit / request). */
  readonly burst: number;
  /** Utilization of the request above which requests count as violations: queues grow faster than an autoscaler reacts. */
  readonly knee: number;
  /** Seconds from the decision until a pod is ready. */
  readonly startUp: number;
  /** Squared coefficient of variation of the service time; 1 is exponential. */
  readonly variation: number;
  /** Seconds after which a request has failed. */
  readonly timeout: number;
}

/**
 * Mean wait in seconds of a queue with one server a pod (M/G/1, Pollaczek and Khinchine: ρ / (1 − ρ) · (1 + c²) / 2 · S), where S = 1 / capacity. A saturated
 * queue has no mean: requests wait until they time out.
 */
function meanWait({ capacity, variation, timeout }: PodModel, utilization: number): number {
  if (utilization >= 1) return timeout;
  return Math.min(timeout, ((utilization / (1 - utilization)) * ((1 + variation) / 2)) / capacity);
}

/** Quantile of wait and service, as if the sum were exponential: exact for M/M/1, where the sojourn is (Kleinrock, Queueing Systems I, 5.8). */
export function latencyAt(model: PodModel, utilization: number, quantile: number): number {
  return Math.min(model.timeout, (meanWait(model, utilization) + 1 / model.capacity) * -Math.log(1 - quantile));
}
