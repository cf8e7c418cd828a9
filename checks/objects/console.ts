/** Consoles: pods whose pages and API answer every client without a login. Jaeger, Prometheus, Alertmanager and Google's query frontend have no login, and Grafana trusts the name in a header. */
import { components, namespaces, ports } from '../../config/names';
import { isVersionOf, type PlatformImage } from '../../config/google/platform-images';
import type { Manifests } from '../manifest';
import { computedOnce } from '../view';
import type { PolicyPort } from './network-policy';
import { runningContainers } from './pod';
import { behindByAnyName, portBehind, type Service } from './service';
import { workloads, type Workload } from './workload';

const images: readonly PlatformImage[] = ['grafana', 'jaeger', 'prometheus', 'alertmanager', 'managed-prometheus-frontend'];
const { grafana, jaeger, jaegerQuery, prometheus, alertmanager, managedPrometheus } = components;
const names: readonly string[] = [grafana, jaeger, jaegerQuery, prometheus, alertmanager, managedPrometheus];

/** Ports of these pods that receive telemetry or show only the pod's own state, so no data of users. All other ports count as a console. */
const telemetryPorts: readonly number[] = [ports.otlpGrpc, ports.otlpHttp, ports.selfMetrics, ports.health, ports.jaegerSampling];

/** Workloads that run the image of a console under any name, or have a console's name with any image. */
export const consoles: (manifests: Manifests) => readonly Workload[] = computedOnce((manifests) => workloads(manifests).filter(isConsole));

function isConsole({ object, labels, pod }: Workload): boolean {
  const named = object.namespace === namespaces.observability && names.includes(labels['app.kubernetes.io/name'] ?? object.name);
  return named || runningContainers(pod).some(({ image }) => images.some((wanted) => isVersionOf(image ?? '', wanted)));
}

/** The consoles that a Service leads to, directly or as an alias of another Service. */
export function consolesBehind(manifests: Manifests, service: Service): readonly Workload[] {
  const known = consoles(manifests);
  return behindByAnyName(manifests, service).filter((workload) => known.includes(workload) && leadsToConsole(service, workload));
}

/** Whether a Service leads to a port of the console. A Service without ports, such as an ExternalName, leads to all ports. */
function leadsToConsole({ value: { spec } }: Service, workload: Workload): boolean {
  return spec.ports.length === 0 || spec.ports.some(({ port, targetPort }) => !isTelemetry(portBehind(workload, targetPort ?? port)?.number));
}

/** Whether a rule of a network policy with these ports opens the pages or the API of a console. */
export function opensConsole(workload: Workload, rulePorts: readonly PolicyPort[]): boolean {
  const tcp = rulePorts.filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP');
  return rulePorts.length === 0 || tcp.some(({ port, endPort }) => endPort || !isTelemetry(port ? portBehind(workload, port)?.number : undefined));
}

function isTelemetry(port: number | undefined): boolean {
  return port !== undefined && telemetryPorts.includes(port);
}
