/**
 * How long a server keeps an idle connection. Google's load balancers keep theirs to pods for 600 s, which cannot be configured
 * (cloud.google.com/load-balancing/docs/https#timeout-keepalive-backends): a server that closes first may do it while a request is under way, and the user gets a
 * 502. uvicorn closes after 5 s, gunicorn after 2 s.
 */

/** Seconds. */
export const idleConnection = { loadBalancer: 600, server: 620 } as const;

/** Where servers read it from their environment, tried on real ones: `uvicorn …` and `python -m uvicorn …`, and gunicorn with uvicorn's worker. */
export const keepAliveVariables = { uvicorn: 'UVICORN_TIMEOUT_KEEP_ALIVE', gunicorn: 'GUNICORN_CMD_ARGS' } as const;

/** What of an argument of gunicorn states it. */
const gunicornOption = /--keep-alive(?:=|\s+)\d+/;

/** Variables of a workload with those that make its server outlast the load balancer, where the workload does not state them. */
export function outlastingLoadBalancer(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { uvicorn, gunicorn } = keepAliveVariables;
  const args = env[gunicorn] ?? '';
  return {
    [uvicorn]: String(idleConnection.server),
    ...env,
    [gunicorn]: gunicornOption.test(args) ? args : `${args} --keep-alive=${idleConnection.server}`.trim(),
  };
}
