import { seconds } from './quantities';
import type { WebWorkload } from './workload';

/**
 * Seconds that a request may take. A stopping pod accepts new requests for at most `drain` and is killed after `grace`. The time between is left for the last
 * request, so the load balancer's timeout is grace − drain. A grace of 60 s and a drain of 40 s: 20.
 */
export function longestRequest({ shutdown }: Pick<WebWorkload, 'shutdown'>): number {
  return seconds(shutdown.grace) - seconds(shutdown.drain);
}
