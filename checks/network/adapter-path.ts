import type { Manifests } from '../manifest';
import { adapterConfigurations } from '../objects/metrics-adapter';
import { behind, findService, portBehind, type ServiceReference } from '../objects/service';
import type { Workload } from '../objects/workload';
import { serviceReferences } from '../references/service-references';
import { check, type Finding } from '../check';
import { blockedPath, type Path } from './blocked';

export const adapterPath = check({
  id: 'network/adapter-path',
  title: 'network policies let the Prometheus adapter reach Prometheus, on both ends',
  why: 'Without Prometheus the adapter serves no metric, and every autoscaler falls back to its failsafe.',
  find: (manifests) => adapters(manifests).flatMap((adapter) => blocked(manifests, adapter)),
});

function adapters(manifests: Manifests): readonly Workload[] {
  return [...new Set(adapterConfigurations(manifests).map(({ workload }) => workload))];
}

function blocked(manifests: Manifests, adapter: Workload): readonly Finding[] {
  const paths = serviceReferences(manifests)
    .filter(({ from }) => from === adapter.object)
    .flatMap((reference) => pathsTo(manifests, adapter, reference));
  if (paths.length > 0) return paths.flatMap((path) => blockedPath(manifests, path));
  return [
    {
      subject: adapter.object,
      problem: 'no argument holds the address of a Service with pods, so there is no Prometheus that it could reach',
      fix: 'state --prometheus-url=http://<Service>.<namespace>.svc:<port>/ (charts/prometheus-adapter.ts)',
    },
  ];
}

/** Paths to the pods behind a Service, because network policies apply to pods and their own port. */
function pathsTo(manifests: Manifests, from: Workload, { namespace, name, port = 80, field }: ServiceReference): readonly Path[] {
  const service = findService(manifests, namespace, name);
  const servicePort = service?.value.spec.ports.find((candidate) => candidate.port === port || candidate.name === port);
  if (service === undefined || servicePort === undefined) return [];
  return behind(manifests, service).flatMap((to) => {
    const target = portBehind(to, servicePort.targetPort ?? servicePort.port);
    return target === undefined ? [] : [{ purpose: field, from, to, port: target }];
  });
}
