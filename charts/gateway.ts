import type { Construct } from 'constructs';
import type { Environment, Exposure } from '../config/environment';
import { namespaces } from '../config/names';
import { webWorkloads, type WebWorkload } from '../config/workload';
import type { PlatformChart } from '../constructs/platform-chart';
import {
  Gateway,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as RoutesFrom,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as RedirectScheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as RedirectStatus,
  HttpRouteSpecRulesFiltersType as FilterType,
  HttpRouteSpecRulesMatchesPathType as PathType,
} from '../imports/gateway.networking.k8s.io';
import { consoleHosts, gatewayName, type ConsoleHost } from './consoles';
import { backendPolicy, gatewayPolicy, healthCheck } from './edge-policies';
import { ingress, type ExposedWorkload } from './ingress';
import { isOptimizerRouted, optimizerRoute } from './optimizer-route';
import { platformChart } from './platform-charts';
import { unchangedPath } from './unchanged-path';

type GatewayExposure = Extract<Exposure, { kind: 'gateway' }>;

/** How requests reach the web services: a Gateway with one route per service, or a plain Ingress. */
export function gateway(scope: Construct, environment: Environment): void {
  const { exposure } = environment;
  const chart = platformChart(scope, exposure.kind, { file: 'gateway', namespace: namespaces.backend });
  const exposed = webWorkloads(environment).filter(isExposed);
  if (exposure.kind === 'ingress') return ingress(chart, exposure, exposed);
  const routed = isOptimizerRouted(environment);
  const namespacesOfRoutes = [...exposed.map(({ namespace }) => namespace), ...(routed ? [namespaces.observability] : [])];
  edge(chart, exposure, { consoles: consoleHosts(environment), namespaces: namespacesOfRoutes });
  gatewayPolicy(chart, exposure, gatewayName);
  for (const workload of exposed) {
    route(chart, exposure, workload);
    backendPolicy(chart, exposure, workload);
    healthCheck(chart, workload);
  }
  if (routed) optimizerRoute(chart, exposure);
}

function isExposed(workload: WebWorkload): workload is ExposedWorkload {
  return workload.path !== undefined;
}

/** HTTPS ends at the load balancer with the managed certificate of the map; plain HTTP only redirects. */
function edge(
  chart: PlatformChart,
  { hostname, address, certificateMap }: GatewayExposure,
  { consoles, namespaces: ofWorkloads }: { readonly consoles: readonly ConsoleHost[]; readonly namespaces: readonly string[] },
): void {
  const routesOf = (names: readonly string[]) => ({
    namespaces: { from: RoutesFrom.SELECTOR, selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...names] }] } },
  });
  new Gateway(chart, 'gateway', {
    metadata: { name: gatewayName, annotations: { 'networking.gke.io/certmap': certificateMap } },
    spec: {
      gatewayClassName: 'gke-l7-global-external-managed',
      addresses: [{ type: 'NamedAddress', value: address }],
      listeners: [
        // only the namespace that is allowed to attach routes to a listener can receive the requests for its host name
        {
          name: 'https',
          protocol: 'HTTPS',
          port: 443,
          hostname,
          allowedRoutes: routesOf(ofWorkloads.length === 0 ? [namespaces.backend] : [...new Set(ofWorkloads)].sort()),
        },
        ...consoles.map((console) => ({
          name: console.listener,
          protocol: 'HTTPS',
          port: 443,
          hostname: console.hostname,
          allowedRoutes: routesOf([namespaces.observability]),
        })),
        { name: 'http', protocol: 'HTTP', port: 80, hostname, allowedRoutes: { namespaces: { from: RoutesFrom.SAME } } },
      ],
    },
  });
  new HttpRoute(chart, 'redirect', {
    metadata: { name: 'redirect-to-https' },
    spec: {
      parentRefs: [{ name: gatewayName, sectionName: 'http' }],
      rules: [{ filters: [{ type: FilterType.REQUEST_REDIRECT, requestRedirect: { scheme: RedirectScheme.HTTPS, statusCode: RedirectStatus.VALUE_301 } }] }],
    },
  });
}

function route(chart: PlatformChart, { hostname }: GatewayExposure, { name, namespace, path }: ExposedWorkload): void {
  new HttpRoute(chart, `${name}-route`, {
    metadata: { name, namespace, annotations: unchangedPath([path]) },
    spec: {
      parentRefs: [{ name: gatewayName, namespace: namespaces.backend, sectionName: 'https' }],
      hostnames: [hostname],
      rules: [{ matches: [{ path: { type: PathType.PATH_PREFIX, value: path } }], backendRefs: [{ name, port: 80 }] }],
    },
  });
}
