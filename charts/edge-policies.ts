/** What GKE's load balancer does beyond the Gateway API: who may speak to it, how long a request may take, and whom it takes for healthy. */
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

/** Requests in a million that are written to the log, verdicts of Cloud Armor among them: a tenth shows an attack and costs a tenth. */
const loggedRequests = 100_000;

/** The least TLS version and the ciphers that the Gateway accepts; without it the load balancer speaks TLS 1.0. */
export function gatewayPolicy(chart: PlatformChart, { sslPolicy }: GatewayExposure, gateway: string): void {
  new GcpGatewayPolicy(chart, 'gateway-policy', {
    metadata: { name: gateway },
    spec: { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: gateway }, default: { sslPolicy } },
  });
}

/** Cloud Armor in front of a Service, how long a request may take, and how long the load balancer waits for those under way when a pod stops. */
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
 * Without it the load balancer probes `/` and takes an application that answers 404 there for dead. It asks each pod on the port that it serves on: a number
 * would be wrong for the old pods as long as a release that changes the port is under way, and all of them would be dead.
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
