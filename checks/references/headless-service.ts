import type { ManifestObject, Manifests } from '../manifest';
import { behind, findService } from '../objects/service';
import { statefulSets } from '../objects/workload';
import { check } from '../check';

export const headlessService = check({
  id: 'references/headless-service',
  title: 'the serviceName of a StatefulSet is a Service without an address of its own, in front of its pods',
  why: 'Pods have DNS names only below such a Service, and the field is immutable: a second pod that must find the first one would need a new StatefulSet.',
  find: (manifests) =>
    statefulSets.of(manifests).flatMap(({ object, value: { spec } }) => {
      const problem = problemOf(manifests, object, spec.serviceName);
      return problem === undefined
        ? []
        : [
            {
              subject: object,
              problem,
              fix: 'add a Service with clusterIP None and the labels of the pods, and name it; constructs/platform-stateful-set.ts does',
            },
          ];
    }),
});

function problemOf(manifests: Manifests, object: ManifestObject, name: string | null | undefined): string | undefined {
  if (!name) return 'serviceName is not stated';
  const service = findService(manifests, object.namespace, name);
  if (service === undefined) return `serviceName is ${name}, and there is no such Service in namespace ${object.namespace}`;
  if (service.value.spec.clusterIP !== 'None') return `serviceName is ${name}, and that Service has an address of its own`;
  if (behind(manifests, service).some((workload) => workload.object === object)) return undefined;
  return `serviceName is ${name}, and that Service does not select its pods`;
}
