/** Does the kubelet's work for traced pods: requests the readiness route, whose span is the pod's heartbeat. */
import { setTimeout as delay } from 'node:timers/promises';
import { healthRoutes } from '../../config/names';

/** Milliseconds between two probes of a pod, as in a Deployment's readiness probe. */
const period = 10_000;

/** @param pods returns the URLs of present pods, without a path @returns a function that stops the probes */
export function startReadinessProbes(pods: () => readonly string[]): () => void {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      // a pod that does not answer is not ready, and has no heartbeat
      await Promise.allSettled(pods().map((url) => fetch(`${url}${healthRoutes.ready}`).then((response) => response.arrayBuffer())));
      await delay(period, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  void run();
  return () => stopped.abort();
}
