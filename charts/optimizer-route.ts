/** The optimizer's verdict at the Gateway, beside the routes of the web services: one path, and nothing else of it. */
import { optimizedWorkloads } from '../config/optimized-workloads';
import type { Environment, Exposure } from '../config/environment';
import { components, namespaces, optimizerHealth, ports } from '../config/names';
import { webWorkloads } from '../config/workload';
import type { Connection } from '../constructs/network-access';
import type { PlatformChart } from '../constructs/platform-chart';
import { HttpRoute, HttpRouteSpecRulesMatchesPathType as PathType } from '../imports/gateway.networking.k8s.io';
import { googleFrontends } from './console-access';
import { gatewayName } from './consoles';
import { backendPolicyOf, healthCheckOf } from './edge-policies';
import { unchangedPath } from './unchanged-path';

const name = components.optimizer;
const namespace = namespaces.observability;

type Routed = Pick<Environment, 'exposure' | 'workloads' | 'telemetry'>;

/** True if the environment has an optimizer and a web service behind the Gateway. */
export function isOptimizerRouted({ exposure, ...environment }: Routed): boolean {
  return exposure.kind === 'gateway' && optimizedWorkloads(environment).length > 0 && webWorkloads(environment).some(({ path }) => path !== undefined);
}

/** Connections to the optimizer that this route needs. */
export function fromOptimizerRoute(environment: Routed): readonly Connection[] {
  return isOptimizerRouted(environment) ? [{ peer: { kind: 'addresses', cidrs: googleFrontends }, ports: [ports.optimizer] }] : [];
}

/** Matches this path exactly: an exact match takes precedence over the prefix of any workload (gateway-api.sigs.k8s.io, HTTPRouteRule). */
export function optimizerRoute(chart: PlatformChart, { hostname, securityPolicy }: Extract<Exposure, { kind: 'gateway' }>): void {
  new HttpRoute(chart, `${name}-route`, {
    metadata: { name, namespace, annotations: unchangedPath([optimizerHealth]) },
    spec: {
      parentRefs: [{ name: gatewayName, namespace: namespaces.backend, sectionName: 'https' }],
      hostnames: [hostname],
      rules: [{ matches: [{ path: { type: PathType.EXACT, value: optimizerHealth } }], backendRefs: [{ name, port: ports.optimizer }] }],
    },
  });
  // answered from memory, so 10 s are plenty
  backendPolicyOf(chart, { name, namespace, securityPolicy, longest: 10 });
  healthCheckOf(chart, { name, namespace, requestPath: '/health' });
}
