/** Whether the policies that the infrastructure program creates for the edge are attached to the gateway and its services. */
import { nameOf, type Manifests } from '../manifest';
import { backendsOf, gateways, routes, policiesOn } from '../objects/routing';
import { check, type Finding } from '../check';

export const edgeProtection = check({
  id: 'network/edge-protection',
  title: 'every service behind the gateway has a Cloud Armor policy, and the gateway a TLS policy',
  why: 'A policy that is made and not attached protects nothing: the load balancer answers every address and speaks TLS 1.0.',
  find: (manifests) => [...ofServices(manifests), ...ofGateways(manifests)],
});

function ofServices(manifests: Manifests): readonly Finding[] {
  return routes.of(manifests).flatMap((route) =>
    backendsOf(route)
      .filter((service) => attached(manifests, 'GCPBackendPolicy', nameOf(service))?.securityPolicy === undefined)
      .map((service) => ({
        subject: route.object,
        problem: `${nameOf(service)} has no Cloud Armor policy`,
        fix: 'attach exposure.securityPolicy by a GCPBackendPolicy in its namespace (charts/edge-policies.ts)',
      })),
  );
}

function ofGateways(manifests: Manifests): readonly Finding[] {
  return gateways
    .of(manifests)
    .filter(({ object }) => attached(manifests, 'GCPGatewayPolicy', nameOf(object))?.sslPolicy === undefined)
    .map(({ object }) => ({
      subject: object,
      problem: 'it has no TLS policy',
      fix: 'attach exposure.sslPolicy by a GCPGatewayPolicy in its namespace (charts/edge-policies.ts)',
    }));
}

/** Settings of the policies of a kind for a target; an empty name counts as missing. */
function attached(manifests: Manifests, kind: string, target: string): { readonly securityPolicy?: string; readonly sslPolicy?: string } | undefined {
  const [policy] = policiesOn(manifests, kind, target);
  const { securityPolicy, sslPolicy } = policy?.value.spec.default ?? {};
  return policy && { securityPolicy: securityPolicy || undefined, sslPolicy: sslPolicy || undefined };
}
