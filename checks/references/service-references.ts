/** All references from objects to Services. */
import type { ManifestObject, Manifests } from '../manifest';
import { apiServices } from '../objects/metrics-api';
import { allContainers } from '../objects/pod';
import { edgePolicies, ingressServices, routes, ingresses } from '../objects/routing';
import { serviceAddress, type ServiceReference } from '../objects/service';
import { statefulSets, workloads } from '../objects/workload';
import { computedOnce } from '../view';

export const serviceReferences: (manifests: Manifests) => readonly ServiceReference[] = computedOnce((manifests) => [
  ...ofIngresses(manifests),
  ...ofRoutes(manifests),
  ...ofEdgePolicies(manifests),
  ...ofApis(manifests),
  ...ofStatefulSets(manifests),
  ...ofAddresses(manifests),
]);

function ofIngresses(manifests: Manifests): readonly ServiceReference[] {
  return ingresses
    .of(manifests)
    .flatMap((ingress) =>
      ingressServices(ingress).map(({ name, port }) => ({ ...local(ingress.object, name, 'backend'), port: port?.number ?? port?.name ?? undefined })),
    );
}

function ofRoutes(manifests: Manifests): readonly ServiceReference[] {
  return routes.of(manifests).flatMap(({ object, value: { spec } }) =>
    spec.rules
      .flatMap(({ backendRefs }) => backendRefs)
      .filter(({ kind }) => (kind ?? 'Service') === 'Service')
      .map(({ name, namespace, port }) => ({ from: object, namespace: namespace ?? object.namespace, name, port: port ?? undefined, field: 'backendRefs' })),
  );
}

function ofEdgePolicies(manifests: Manifests): readonly ServiceReference[] {
  return edgePolicies
    .of(manifests)
    .filter(({ value }) => value.spec.targetRef.kind === 'Service')
    .map(({ object, value: { spec } }) => ({
      from: object,
      namespace: spec.targetRef.namespace ?? object.namespace,
      name: spec.targetRef.name,
      field: 'targetRef',
    }));
}

function ofApis(manifests: Manifests): readonly ServiceReference[] {
  return apiServices.of(manifests).flatMap(({ object, value: { spec } }) => (spec.service ? [{ from: object, ...spec.service, field: 'spec.service' }] : []));
}

function ofStatefulSets(manifests: Manifests): readonly ServiceReference[] {
  return statefulSets.of(manifests).flatMap(({ object, value: { spec } }) => (spec.serviceName ? [local(object, spec.serviceName, 'spec.serviceName')] : []));
}

/** References by address in arguments and variables. */
function ofAddresses(manifests: Manifests): readonly ServiceReference[] {
  return workloads(manifests).flatMap(({ object, pod }) =>
    allContainers(pod).flatMap(({ args, command, env }) =>
      [...args, ...command, ...env.map(({ value }) => value ?? '')].flatMap((text) =>
        [...text.matchAll(serviceAddress)].map(([found, name = '', namespace, port]) => ({
          from: object,
          name,
          namespace,
          port: port === undefined ? undefined : Number(port),
          field: `the address ${found}`,
        })),
      ),
    ),
  );
}

function local(from: ManifestObject, name: string, field: string): ServiceReference {
  return { from, namespace: from.namespace, name, field };
}
