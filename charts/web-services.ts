import type { Construct } from 'constructs';
import type { Environment, Exposure } from '../config/environment';
import { components, healthRoutes, namespaces, ports } from '../config/names';
import { selectorLabels } from '../constructs/labels';
import type { Connection, Peer } from '../constructs/network-access';
import { heartbeatPeriod } from '../constructs/scaling/evidence';
import { WebService } from '../constructs/web-service';
import { platformChart, sizingOf } from './platform-charts';

/** Addresses from which Google's load balancers and their health checks connect (cloud.google.com/load-balancing/docs/health-check-concepts). */
const googleFrontends = ['35.191.0.0/16', '130.211.0.0/22'];

/** One chart a web service, named for it. */
export function webServices(scope: Construct, environment: Environment): void {
  for (const workload of environment.workloads) {
    const chart = platformChart(scope, workload.name, { file: 'web-services', namespace: workload.namespace });
    new WebService(chart, 'web-service', {
      ...workload,
      sizing: sizingOf(environment, workload.name),
      liveRoute: healthRoutes.live,
      readyRoute: healthRoutes.ready,
      heartbeatPeriod,
      from: [...(workload.path === undefined ? [] : [edge(environment.exposure)]), { kind: 'namespace', namespace: workload.namespace }],
      to: [traces, ...workload.egress.map(({ cidr, port }): Connection => ({ peer: { kind: 'addresses', cidrs: [cidr] }, ports: [port] }))],
    });
  }
}

const traces: Connection = {
  peer: { kind: 'pods', namespace: namespaces.observability, labels: selectorLabels(components.collectorAgent) },
  ports: [ports.otlpGrpc, ports.otlpHttp],
};

function edge(exposure: Exposure): Peer {
  return exposure.kind === 'gateway' ? { kind: 'addresses', cidrs: googleFrontends } : { kind: 'namespace', namespace: exposure.controllerNamespace };
}
