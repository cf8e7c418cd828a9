import { nameOf, type Manifests } from '../manifest';
import { declaresPort, portsText } from '../objects/container';
import { runningContainers } from '../objects/pod';
import { edgePolicies } from '../objects/routing';
import { behind, findService, services } from '../objects/service';
import type { Workload } from '../objects/workload';
import { check, type Finding } from '../check';

export const targetPort = check({
  id: 'references/target-port',
  title: 'every port to which a Service or health check leads is a port of the containers behind it',
  why: 'The Service gets no endpoint for a port name that no container has, and a number that nobody listens on refuses every connection.',
  find: (manifests) => [...ofServices(manifests), ...ofHealthChecks(manifests)],
});

function ofServices(manifests: Manifests): readonly Finding[] {
  return services.of(manifests).flatMap((service) =>
    service.value.spec.ports.flatMap(({ name, port, targetPort: target }) =>
      behind(manifests, service)
        .filter((workload) => !listens(workload, target ?? port))
        .map((workload) => ({
          subject: service.object,
          problem: `port ${name ?? port} leads to ${target ?? port}, and ${nameOf(workload.object)} declares ${portsText(runningContainers(workload.pod))}`,
          fix: 'let targetPort name a port of the container',
        })),
    ),
  );
}

function ofHealthChecks(manifests: Manifests): readonly Finding[] {
  return edgePolicies.of(manifests).flatMap(({ object, value: { spec } }) => {
    const service = findService(manifests, spec.targetRef.namespace ?? object.namespace, spec.targetRef.name);
    const ports = Object.values(spec.default?.config ?? {}).flatMap((check) => (check?.port ? [check.port] : []));
    if (service === undefined) return [];
    return ports.flatMap((port) =>
      behind(manifests, service)
        .filter((workload) => !listens(workload, port))
        .map((workload) => ({
          subject: object,
          problem: `the health check asks port ${port}, and ${nameOf(workload.object)} declares ${portsText(runningContainers(workload.pod))}`,
          fix: 'state the port of the container: the load balancer connects to pods directly',
        })),
    );
  });
}

function listens({ pod }: Workload, port: string | number): boolean {
  return runningContainers(pod).some((container) => declaresPort(container, port));
}
