import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import { admitsRoutesOf } from '../objects/listener-admission';
import { namespaces } from '../objects/namespace';
import { gateways, routes, type Listener } from '../objects/routing';
import { check } from '../check';

export const listenerNamespaces = check({
  id: 'network/listener-namespaces',
  title: 'a listener takes routes of the namespaces that have one on it, and of no other',
  why: 'Who may write a route in an admitted namespace takes over the host name: a path of Grafana’s, with the sign-in of Grafana, that leads to pods of somebody else.',
  find: (manifests) =>
    gateways.of(manifests).flatMap(({ object, value: { spec } }) =>
      spec.listeners.flatMap((listener) => {
        const needless = admitted(manifests, listener, object).filter((namespace) => !hasRoute(manifests, { gateway: object, listener, namespace }));
        return needless.length === 0
          ? []
          : [
              {
                subject: object,
                problem: `listener ${listener.name} takes routes of ${needless.map((name) => name ?? 'namespaces that nobody has made yet').join(', ')}, where no route names it`,
                fix: 'let allowedRoutes select kubernetes.io/metadata.name of the namespaces whose routes belong on it (charts/gateway.ts)',
              },
            ];
      }),
    ),
});

/** Namespaces that a listener admits beyond those of its routes. `undefined` stands for a namespace that does not exist yet. A listener without a route has no host name that could be taken over, so it may admit the Gateway's own namespace. */
function admitted(manifests: Manifests, listener: Listener, gateway: ManifestObject): readonly (string | undefined)[] {
  const known = namespaces.of(manifests).map(({ object }) => object.name);
  const isUsed = known.some((namespace) => hasRoute(manifests, { gateway, listener, namespace }));
  return [...known, undefined].filter((name) => (isUsed || name !== gateway.namespace) && admitsRoutesOf(manifests, listener, gateway, name));
}

interface Place {
  readonly gateway: ManifestObject;
  readonly listener: Listener;
  readonly namespace: string | undefined;
}

function hasRoute(manifests: Manifests, { gateway, listener, namespace }: Place): boolean {
  return routes
    .of(manifests)
    .some(
      ({ object, value: { spec } }) =>
        object.namespace === namespace &&
        spec.parentRefs.some(
          (parent) =>
            nameOf({ kind: 'Gateway', namespace: parent.namespace ?? object.namespace, name: parent.name }) === nameOf(gateway) &&
            (parent.sectionName ?? listener.name) === listener.name,
        ),
    );
}
