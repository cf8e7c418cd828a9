/** What the kubelet does to a traced pod: asks its readiness route, whose span is the pod's heartbeat. */
import { setTimeout as delay } from 'node:timers/promises';
import { healthRoutes } from '../../config/names';

/** Between two probes of a pod; a Deployment's readiness probe has 10 s. */
const period = 10_000;

/** @param pods addresses of those that are there at the moment, without a path @returns what ends it */
export function startReadinessProbes(pods: () => readonly string[]): () => void {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      // a pod that does not answer is not ready, which is what its missing heartbeat says
      await Promise.allSettled(pods().map((url) => fetch(`${url}${healthRoutes.ready}`).then((response) => response.arrayBuffer())));
      await delay(period, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  void run();
  return () => stopped.abort();
}
