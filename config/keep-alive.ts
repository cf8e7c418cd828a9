/**
 * How long a server keeps an idle connection. Google's load balancers keep their idle connections to pods for 600 s, which cannot be configured
 * (cloud.google.com/load-balancing/docs/https#timeout-keepalive-backends): a server that closes first may do it while a request is under way, and the user gets a
 * 502. uvicorn closes after 5 s, gunicorn after 2 s.
 */

/** Seconds that an idle connection is kept open, by the load balancer and by the server. */
export const idleConnection = { loadBalancer: 600, server: 620 } as const;

/** Environment variables from which servers read it, tried on real servers: `uvicorn …`, `python -m uvicorn …`, and gunicorn with uvicorn's worker. */
export const keepAliveVariables = { uvicorn: 'UVICORN_TIMEOUT_KEEP_ALIVE', gunicorn: 'GUNICORN_CMD_ARGS' } as const;

/** The option in gunicorn's arguments that states it. */
const gunicornOption = /--keep-alive(?:=|\s+)\d+/;

/** The variables of a workload, and those that make its server keep idle connections longer than the load balancer does. Variables that the workload states itself are unchanged. */
export function outlastingLoadBalancer(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { uvicorn, gunicorn } = keepAliveVariables;
  const args = env[gunicorn] ?? '';
  return {
    [uvicorn]: String(idleConnection.server),
    ...env,
    [gunicorn]: gunicornOption.test(args) ? args : `${args} --keep-alive=${idleConnection.server}`.trim(),
  };
}
