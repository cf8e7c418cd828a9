import { autoscalerOf } from '../capacity/pod-count';
import { nameOf, type Manifests } from '../manifest';
import { networkPolicies } from '../objects/namespace';
import { edgePolicies, policyTarget } from '../objects/routing';
import { behind, findService, services } from '../objects/service';
import { selectedBy, type Workload } from '../objects/workload';
import { check, type Finding } from '../check';

export const portByName = check({
  id: 'network/port-by-name',
  title: 'what leads to the pods of a scaled workload means their port by its name',
  why: 'During a release that changes the port, old and new pods are there side by side. A number is wrong for one half: a network policy cuts the old pods off, a health check takes all of them out of the load balancer.',
  find: (manifests) => [...ofNetworkPolicies(manifests), ...ofServices(manifests), ...ofHealthChecks(manifests)],
});

const fix = 'mean the port by the name that the container gives it (http); a health check leaves the port out and takes the serving port';

function ofNetworkPolicies(manifests: Manifests): readonly Finding[] {
  return networkPolicies.of(manifests).flatMap(({ object, value: { spec } }) => {
    if (!selectedBy(manifests, object.namespace, spec.podSelector).some((workload) => isScaled(manifests, workload))) return [];
    const numbers = spec.ingress.flatMap(({ ports }) => ports).flatMap(({ port }) => (typeof port === 'number' ? [port] : []));
    return [...new Set(numbers)].map((port) => ({ subject: object, problem: `it lets connections in to port ${port}, a number`, fix }));
  });
}

function ofServices(manifests: Manifests): readonly Finding[] {
  return services.of(manifests).flatMap((service) => {
    if (!behind(manifests, service).some((workload) => isScaled(manifests, workload))) return [];
    return service.value.spec.ports
      .filter(({ targetPort }) => typeof targetPort !== 'string')
      .map(({ port, targetPort }) => ({ subject: service.object, problem: `its port ${port} leads to ${targetPort ?? port}, a number`, fix }));
  });
}

function ofHealthChecks(manifests: Manifests): readonly Finding[] {
  return edgePolicies.of(manifests).flatMap((policy) => {
    const { kind, namespace, name } = policyTarget(policy);
    const service = kind === 'Service' ? findService(manifests, namespace, name) : undefined;
    if (service === undefined || !behind(manifests, service).some((workload) => isScaled(manifests, workload))) return [];
    return Object.values(policy.value.spec.default?.config ?? {}).flatMap((probe) =>
      typeof probe?.port === 'number'
        ? [{ subject: policy.object, problem: `it asks the pods of ${nameOf(service.object)} on port ${probe.port}, a number`, fix }]
        : [],
    );
  });
}

/** Whether it is a scaled workload of users. The ports of the platform's components never change, so they may be numbers. */
function isScaled(manifests: Manifests, workload: Workload): boolean {
  const autoscaler = autoscalerOf(manifests, workload);
  return autoscaler !== undefined && autoscaler.value.spec.metrics.some(({ type }) => type === 'Object');
}
