import type { PodSpec } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check } from '../check';

const allowedVolumes = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

export const restrictedPod = check({
  id: 'workloads/restricted-pod',
  title: 'every pod stays out of its node: no host namespaces, no host paths, no root',
  why: 'Every namespace enforces `restricted`: such pods are refused one by one with nothing but an event, and elsewhere they own the node.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) => {
      const broken = problemsOf(pod);
      return broken.length === 0
        ? []
        : [{ subject: object, problem: broken.join('; '), fix: 'take it out; metrics of the node come from the kubelet, files from ConfigMaps and claims' }];
    }),
});

function problemsOf({ hostNetwork, hostPID, hostIPC, securityContext, volumes }: PodSpec): readonly string[] {
  const host = Object.entries({ hostNetwork, hostPID, hostIPC }).flatMap(([field, value]) => (value === true ? [`${field} is true`] : []));
  const forbidden = volumes.flatMap((volume) =>
    Object.entries(volume)
      .filter(([key, value]) => key !== 'name' && value !== null && value !== undefined && !allowedVolumes.includes(key))
      .map(([key]) => `volume ${volume.name} is of kind ${key}`),
  );
  return [...host, ...forbidden, ...(securityContext?.runAsUser === 0 ? ['securityContext.runAsUser is 0'] : [])];
}
