import { exists, missingFix } from '../objects/existence';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const volumeClaim = check({
  id: 'references/volume-claim',
  title: 'every PersistentVolumeClaim that a pod mounts by name is there',
  why: 'A pod without its claim stays Pending for ever.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      pod.volumes.flatMap(({ name: volume, persistentVolumeClaim }) => {
        const name = persistentVolumeClaim?.claimName;
        if (name === undefined || exists(manifests, { kind: 'PersistentVolumeClaim', namespace: object.namespace, name })) return [];
        return [
          {
            subject: object,
            problem: `volume ${volume} needs PersistentVolumeClaim ${object.namespace}/${name}, which is not there`,
            fix: `${missingFix('PersistentVolumeClaim')}; a StatefulSet makes its own by volumeClaimTemplates`,
          },
        ];
      }),
    ),
});
