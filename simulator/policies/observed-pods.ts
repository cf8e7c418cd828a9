/** The pods of the simulated workload as the resource metrics API shows them. */
import type { Pod } from '../../autoscaler/observation';
import type { Seen } from './scaler';

/** metrics-server: a sample is the mean of a window, and this much older than the sync that reads it. Seconds. */
export const sampling = { window: 60, delay: 30 };
/** Thousandths of a core; any number will do, because utilization is a ratio. */
const request = 1000;
const requests = { app: { cpu: request } };

/** All pods carry the same load. Pods that are not ready yet have no sample; those that became ready a moment ago have one that is too early to count. */
export function observedPods({ now, replicas, ready, recent, mean }: Seen): readonly Pod[] {
  const pods = Math.max(mean('ready', sampling.window, sampling.delay), 1);
  const used = Math.round((mean('cpu', sampling.window, sampling.delay) / pods) * request);
  const usage = { app: { cpu: used } };
  const settled: Pod = { name: 'settled', ready: true, startedAt: -1e9, readyChangedAt: -1e9, requests, usage };
  const starting: Pod = { name: 'starting', ready: false, startedAt: now - 1, readyChangedAt: now - 1, requests, usage: null };
  const young = recent.map((at): Pod => ({
    name: 'young',
    ready: true,
    startedAt: at - 1,
    readyChangedAt: at,
    sampledAt: now - sampling.delay,
    requests,
    usage,
  }));
  const result = new Array<Pod>(Math.max(ready - young.length, 0)).fill(settled);
  result.push(...young.slice(0, ready));
  for (let missing = replicas - ready; missing > 0; missing -= 1) result.push(starting);
  return result;
}
