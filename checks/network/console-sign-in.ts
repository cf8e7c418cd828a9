/** Whether whoever reaches a console was asked for a name: Jaeger has no login at all, and Prometheus and Alertmanager have none either. */
import { components, namespaces } from '../../config/names';
import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import { backendsOf, httpRoutes, ingresses, policiesOn } from '../objects/routing';
import { rule, type Finding } from '../rule';

const consoles = [components.grafana, components.jaeger, components.jaegerQuery, components.prometheus, components.alertmanager].map(
  (name) => `Service ${namespaces.observability}/${name}`,
);

export const consoleSignIn = rule({
  id: 'network/console-sign-in',
  title: 'a console is reached through Identity-Aware Proxy or oauth2-proxy only',
  why: 'Who reaches Jaeger reads every request of every user, and who reaches Alertmanager silences alerts: none of them asks for a name.',
  find: (manifests) => [...byRoute(manifests), ...byIngress(manifests)],
});

function byRoute(manifests: Manifests): readonly Finding[] {
  return httpRoutes.of(manifests).flatMap((route) =>
    backendsOf(route)
      .map(nameOf)
      .filter((service) => consoles.includes(service) && !asksForAccount(manifests, service))
      .map((service) => open(route.object, service, 'attach a GCPBackendPolicy with iap.enabled (charts/consoles.ts)')),
  );
}

function byIngress(manifests: Manifests): readonly Finding[] {
  return ingresses.of(manifests).flatMap(({ object, value: { spec } }) =>
    [spec.defaultBackend, ...spec.rules.flatMap(({ http }) => http?.paths ?? []).map(({ backend }) => backend)]
      .flatMap((backend) => (backend?.service ? [nameOf({ kind: 'Service', name: backend.service.name, namespace: object.namespace })] : []))
      .filter((service) => consoles.includes(service))
      .map((service) => open(object, service, 'lead it to the oauth2-proxy in front of the console (charts/consoles.ts)')),
  );
}

function open(subject: ManifestObject, service: string, fix: string): Finding {
  return { subject, problem: `${service} is reached without signing in`, fix };
}

function asksForAccount(manifests: Manifests, service: string): boolean {
  return policiesOn(manifests, 'GCPBackendPolicy', service).some(({ value: { spec } }) => spec.default?.iap?.enabled === true);
}
