import type { Container, Handler } from '../objects/container';
import { allContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const emptyHandler = check({
  id: 'workloads/empty-handler',
  title: 'every probe and lifecycle hook says what it does',
  why: 'The API server refuses one without an action; a typed API that is older than the action drops it in silence.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      allContainers(pod).flatMap((container) =>
        emptyHandlers(container).map((field) => ({
          subject: object,
          problem: `${field} of container ${container.name} has no action (httpGet, tcpSocket, grpc, exec or sleep)`,
          fix: 'state one action, and look whether the generated YAML has it',
        })),
      ),
    ),
});

/** The actions of a handler, without the timing fields of a probe. */
function actionsOf({ httpGet, tcpSocket, grpc, exec, sleep }: Handler): readonly unknown[] {
  return [httpGet, tcpSocket, grpc, exec, sleep];
}

function emptyHandlers({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): readonly string[] {
  const handlers = { livenessProbe, readinessProbe, startupProbe, 'lifecycle.preStop': lifecycle?.preStop, 'lifecycle.postStart': lifecycle?.postStart };
  return Object.entries(handlers)
    .filter(([, handler]) => handler && actionsOf(handler).every((action) => !action))
    .map(([field]) => field);
}
