/** Whether every route to a console requires a login: Jaeger, Prometheus and Alertmanager have none themselves. */
import { nameOf, type Manifests } from '../manifest';
import { consoles, consolesBehind, opensConsole } from '../objects/console';
import { openRules } from '../objects/network-policy';
import { backendsOf, gatewaysOf, ingresses, policiesOn, routes, servicesOf, type Reference } from '../objects/routing';
import { findService, services } from '../objects/service';
import { exemptionsOf } from '../objects/login-proxy';
import { workloads, type Workload } from '../objects/workload';
import { check, type Finding } from '../check';

export const consoleSignIn = check({
  id: 'network/console-sign-in',
  title: 'a console is reached through Identity-Aware Proxy or oauth2-proxy only',
  why: 'Anyone who reaches Jaeger can read every request of every user, and anyone who reaches Alertmanager can silence alerts: neither has a login.',
  find: (manifests) => [...byRoute(manifests), ...byIngress(manifests), ...byService(manifests), ...byPolicy(manifests), ...byExemption(manifests)],
});

function byRoute(manifests: Manifests): readonly Finding[] {
  return routes.of(manifests).flatMap((route) => {
    // Identity-Aware Proxy is part of Google's load balancer; a Gateway of another class ignores Google's policies
    const googles = gatewaysOf(manifests, route).every(({ value: { spec } }) => spec.gatewayClassName?.startsWith('gke-l7-') === true);
    return backendsOf(route)
      .filter((service) => !(googles && asksForAccount(manifests, service)))
      .flatMap((service) =>
        consolesOf(manifests, service).map((console) => ({
          subject: route.object,
          problem: `${nameOf(service)} leads to ${podsOf(console)}, which are reached without signing in`,
          fix: 'attach a GCPBackendPolicy with iap.enabled, behind a Gateway of a class of GKE (charts/consoles.ts)',
        })),
      );
  });
}

function byIngress(manifests: Manifests): readonly Finding[] {
  return ingresses.of(manifests).flatMap((ingress) =>
    servicesOf(ingress).flatMap((service) =>
      consolesOf(manifests, service).map((console) => ({
        subject: ingress.object,
        problem: `${nameOf(service)} leads to ${podsOf(console)}, which are reached without signing in`,
        fix: 'lead it to the oauth2-proxy in front of the console (charts/consoles.ts)',
      })),
    ),
  );
}

/** Consoles behind a Service that is itself reachable from outside the cluster. */
function byService(manifests: Manifests): readonly Finding[] {
  return services.of(manifests).flatMap((service) => {
    const { type, externalIPs } = service.value.spec;
    const doors = [...(type === 'LoadBalancer' || type === 'NodePort' ? [`type ${type}`] : []), ...(externalIPs.length > 0 ? ['externalIPs'] : [])];
    if (doors.length === 0) return [];
    return consolesBehind(manifests, service).map((console) => ({
      subject: service.object,
      problem: `by its ${doors.join(' and ')} it opens ${podsOf(console)} to the outside, where nobody is asked to sign in`,
      fix: 'let it be a ClusterIP, and lead people through the sign-in (charts/consoles.ts)',
    }));
  });
}

function byPolicy(manifests: Manifests): readonly Finding[] {
  return consoles(manifests).flatMap((console) =>
    openRules(manifests, { namespace: console.object.namespace, labels: console.labels })
      .filter(({ ports }) => opensConsole(console, ports))
      .map(({ policy, ports }) => ({
        subject: policy,
        problem: `a rule for ingress lets everybody connect to ${podsOf(console)} on ${ports.map(({ port }) => port ?? 'every port').join(', ') || 'every port'}`,
        fix: 'admit what stands in front of the console, and nobody else (charts/console-access.ts)',
      })),
  );
}

/** Consoles behind an oauth2-proxy with exemptions from the login. */
function byExemption(manifests: Manifests): readonly Finding[] {
  return workloads(manifests).flatMap((workload) =>
    exemptionsOf(workload).map((exemption) => ({
      subject: workload.object,
      problem: `${exemption} lets people through whose name was not verified`,
      fix: 'leave it out: what needs no sign-in belongs behind a route of its own (charts/consoles.ts)',
    })),
  );
}

function consolesOf(manifests: Manifests, { kind, namespace, name }: Reference): readonly Workload[] {
  const service = kind === 'Service' ? findService(manifests, namespace, name) : undefined;
  return service === undefined ? [] : consolesBehind(manifests, service);
}

function asksForAccount(manifests: Manifests, service: Reference): boolean {
  return policiesOn(manifests, 'GCPBackendPolicy', nameOf(service)).some(({ value: { spec } }) => spec.default?.iap?.enabled === true);
}

function podsOf({ object }: Workload): string {
  return `the pods of ${nameOf(object)}`;
}
