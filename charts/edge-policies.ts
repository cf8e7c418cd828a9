/** Settings of GKE's load balancer beyond the Gateway API: TLS, Cloud Armor, timeout of requests, and health checks. */
import type { Exposure } from '../config/environment';
import { longestRequest } from '../config/longest-request';
import { healthRoutesOf } from '../config/health-routes';
import type { WebWorkload } from '../config/workload';
import type { PlatformChart } from '../constructs/platform-chart';
import {
  GcpBackendPolicy,
  GcpGatewayPolicy,
  HealthCheckPolicy,
  HealthCheckPolicySpecDefaultConfigHttpHealthCheckPortSpecification as PortSpecification,
  HealthCheckPolicySpecDefaultConfigType as CheckType,
} from '../imports/networking.gke.io';

type GatewayExposure = Extract<Exposure, { kind: 'gateway' }>;

/** Requests per million that are logged, including decisions of Cloud Armor. A tenth is enough to see an attack and costs a tenth. */
const loggedRequests = 100_000;

/** Attaches the TLS policy (lowest version, ciphers) to the Gateway; without it the load balancer accepts TLS 1.0. */
export function gatewayPolicy(chart: PlatformChart, { sslPolicy }: GatewayExposure, gateway: string): void {
  new GcpGatewayPolicy(chart, 'gateway-policy', {
    metadata: { name: gateway },
    spec: { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gateway }, default: { sslPolicy } },
  });
}

/** Cloud Armor for a Service, the timeout of requests, and how long the load balancer waits for open requests of a pod that stops. */
export function backendPolicy(chart: PlatformChart, { securityPolicy }: GatewayExposure, workload: WebWorkload): void {
  backendPolicyOf(chart, { ...serviceOf(workload), securityPolicy, longest: longestRequest(workload) });
}

const serviceOf = ({ name, namespace }: WebWorkload): { readonly name: string; readonly namespace: string } => ({ name, namespace });

interface Guarded {
  readonly name: string;
  readonly namespace: string;
  readonly securityPolicy: string;
  /** Seconds of the longest request. */
  readonly longest: number;
}

export function backendPolicyOf(chart: PlatformChart, { name, namespace, securityPolicy, longest }: Guarded): void {
  new GcpBackendPolicy(chart, `${name}-backend-policy`, {
    metadata: { name, namespace },
    spec: {
      targetRef: { group: '', kind: 'Service', name },
      default: {
        securityPolicy,
        timeoutSec: longest,
        connectionDraining: { drainingTimeoutSec: longest },
        logging: { enabled: true, sampleRate: loggedRequests },
      },
    },
  });
}

/** Asks what the probe of liveness asks. */
export function healthCheck(chart: PlatformChart, workload: WebWorkload): void {
  healthCheckOf(chart, { ...serviceOf(workload), requestPath: healthRoutesOf(workload).live });
}

interface Probed {
  readonly name: string;
  readonly namespace: string;
  readonly requestPath: string;
}

/**
 * The load balancer's health check. Without it the load balancer probes `/`, and an application that answers 404 there counts as unhealthy. The check uses each pod's serving port:
 * a fixed number would be wrong for the old pods during a release that changes the port, and all of them would count as unhealthy.
 */
export function healthCheckOf(chart: PlatformChart, { name, namespace, requestPath }: Probed): void {
  new HealthCheckPolicy(chart, `${name}-health-check`, {
    metadata: { name, namespace },
    spec: {
      targetRef: { group: '', kind: 'Service', name },
      default: {
        checkIntervalSec: 10,
        timeoutSec: 5,
        healthyThreshold: 1,
        unhealthyThreshold: 3,
        config: { type: CheckType.HTTP, httpHealthCheck: { requestPath, portSpecification: PortSpecification.USE_UNDERSCORE_SERVING_UNDERSCORE_PORT } },
      },
    },
  });
}
