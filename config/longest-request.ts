import { seconds } from './quantities';
import type { WebWorkload } from './workload';

/**
 * Seconds that a request may take. A stopping pod takes new requests for at most `drain` and is killed after `grace`; what is left between them is what the last
 * of them has, and the load balancer gives no request more. A grace of 60 s and a drain of 40 s: 20.
 */
export function longestRequest({ shutdown }: Pick<WebWorkload, 'shutdown'>): number {
  return seconds(shutdown.grace) - seconds(shutdown.drain);
}
