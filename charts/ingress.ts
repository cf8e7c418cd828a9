/** Plain Ingress, for clusters with a controller of their own. */
import { k8s } from 'cdk8s-plus-28';
import { hiddenBelow, type Exposure } from '../config/exposure';
import { gatewayName } from './consoles';
import type { WebWorkload } from '../config/workload';
import type { PlatformChart } from '../constructs/platform-chart';
import { unchangedPath } from './unchanged-path';

type IngressExposure = Extract<Exposure, { kind: 'ingress' }>;
export type ExposedWorkload = WebWorkload & { readonly path: string };

/** Name of the Service for hidden paths. It has no pods. */
const nobody = `${gatewayName}-nobody`;

/** One Ingress per namespace, because an Ingress can only refer to Services of its own namespace. */
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

/** A rule for a path prefix. Prefixes match whole segments, and the longest matching one is used (kubernetes.io/docs/concepts/services-networking/ingress, "Multiple matches"). */
function leading(path: string, name: string): k8s.HttpIngressPath {
  return { path, pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } };
}

/** Rules that hide internal paths below the path of each workload, except a path that is the own path of another workload. */
function hiddenFrom(exposure: IngressExposure, own: readonly ExposedWorkload[], all: readonly ExposedWorkload[]): readonly string[] {
  const taken = new Set(all.map(({ path }) => path.replace(/\/$/, '')));
  return own
    .flatMap((workload) => hiddenBelow(workload, exposure).map((path) => `${workload.path.replace(/\/$/, '')}${path}`))
    .filter((path) => !taken.has(path));
}

/** A Service without a selector never has an endpoint: the controller answers 503, and the request reaches no pod. */
function serviceOfNobody(chart: PlatformChart, namespace: string): void {
  new k8s.KubeService(chart, `${namespace}-nobody`, {
    metadata: { name: nobody, namespace },
    spec: { type: 'ClusterIP', ports: [{ name: 'http', port: 80, protocol: 'TCP', appProtocol: 'http' }] },
  });
}
