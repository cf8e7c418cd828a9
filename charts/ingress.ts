/** Plain Ingress, for clusters with a controller of their own. */
import { k8s } from 'cdk8s-plus-28';
import { hiddenBelow, type Exposure } from '../config/exposure';
import { gatewayName } from './consoles';
import type { WebWorkload } from '../config/workload';
import type { PlatformChart } from '../constructs/platform-chart';
import { unchangedPath } from './unchanged-path';

type IngressExposure = Extract<Exposure, { kind: 'ingress' }>;
export type ExposedWorkload = WebWorkload & { readonly path: string };

/** The Service to which paths lead that are for the cluster alone. Nobody is behind it. */
const nobody = `${gatewayName}-nobody`;

/** One Ingress a namespace, because its backends are Services of its own namespace. */
export function ingress(chart: PlatformChart, exposure: IngressExposure, workloads: readonly ExposedWorkload[]): void {
  const { hostname, className } = exposure;
  for (const namespace of new Set(workloads.map((workload) => workload.namespace))) {
    const own = workloads.filter((workload) => workload.namespace === namespace);
    const hidden = hiddenFrom(exposure, own, workloads);
    if (hidden.length > 0) serviceOfNobody(chart, namespace);
    new k8s.KubeIngress(chart, `${namespace}-ingress`, {
      metadata: { name: gatewayName, namespace, annotations: unchangedPath(own.map(({ path }) => path)) },
      spec: {
        ingressClassName: className,
        tls: [{ hosts: [hostname], secretName: 'ingress-serving' }],
        rules: [
          {
            host: hostname,
            http: { paths: [...hidden.map((path) => leading(path, nobody)), ...own.map(({ name, path }) => leading(path, name))] },
          },
        ],
      },
    });
  }
}

/** By whole parts of a path, and the longest path decides (kubernetes.io/docs/concepts/services-networking/ingress, "Multiple matches"). */
function leading(path: string, name: string): k8s.HttpIngressPath {
  return { path, pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } };
}

/** Below the path of each workload; what is a workload's own path is meant for everybody. */
function hiddenFrom(exposure: IngressExposure, own: readonly ExposedWorkload[], all: readonly ExposedWorkload[]): readonly string[] {
  const taken = new Set(all.map(({ path }) => path.replace(/\/$/, '')));
  return own
    .flatMap((workload) => hiddenBelow(workload, exposure).map((path) => `${workload.path.replace(/\/$/, '')}${path}`))
    .filter((path) => !taken.has(path));
}

/** No selector, so no address is ever behind it: a controller answers 503, and nothing of the request arrives anywhere. */
function serviceOfNobody(chart: PlatformChart, namespace: string): void {
  new k8s.KubeService(chart, `${namespace}-nobody`, {
    metadata: { name: nobody, namespace },
    spec: { type: 'ClusterIP', ports: [{ name: 'http', port: 80, protocol: 'TCP', appProtocol: 'http' }] },
  });
}
