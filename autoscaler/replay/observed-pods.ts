/** The pods of the simulated workload as the resource metrics API shows them. */
import type { Pod } from '../observation';
import type { Seen } from './scaler';

/** Samples of metrics-server: each is the mean over `window`, and `delay` older than the sync that reads it. Seconds. */
export interface Sampling {
  readonly window: number;
  readonly delay: number;
}

/** Request of a pod in thousandths of a core. Any number would do, because utilization is a ratio. */
const request = 1000;
const requests = { app: { cpu: request } };

/** All pods have the same load. Pods that are not ready yet have no sample; pods that have just become ready have one that is too early to count. */
export function observedPods({ window, delay }: Sampling, { now, replicas, ready, recent, mean }: Seen): readonly Pod[] {
  const pods = Math.max(mean('ready', window, delay), 1);
  const used = Math.round((mean('cpu', window, delay) / pods) * request);
  const usage = { app: { cpu: used } };
  const result: Pod[] = [];
  const settled = ready - recent.length;
  if (settled > 0) result.push({ name: 'settled', count: settled, ready: true, startedAt: -1e9, readyChangedAt: -1e9, requests, usage });
  for (const at of recent) {
    result.push({ name: 'young', ready: true, startedAt: at - 1, readyChangedAt: at, sampledAt: now - delay, window, requests, usage });
  }
  const starting = replicas - ready;
  if (starting > 0) result.push({ name: 'starting', count: starting, ready: false, startedAt: now - 1, readyChangedAt: now - 1, requests, usage: null });
  return result;
}
