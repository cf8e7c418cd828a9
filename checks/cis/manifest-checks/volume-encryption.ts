import type { ManifestObject, Manifests } from '../../manifest';
import { claims, parametersOf } from '../../objects/storage-class';
import { statefulSets, workloads } from '../../objects/workload';
import { check } from '../../check';

/** Resource name of a Cloud KMS key. */
const keyName = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
const parameter = 'disk-encryption-kms-key';

export const volumeEncryption = check({
  id: 'cis/volume-encryption',
  title: 'every volume is of a storage class with a key of our own',
  why: 'Metrics, traces and what was paged lie on it; without a key of our own, access cannot be withdrawn.',
  find: (manifests) =>
    claimed(manifests).flatMap(({ object, claim, storageClass }) => {
      const problem = problemOf(manifests, storageClass);
      return problem === undefined
        ? []
        : [
            {
              subject: object,
              problem: `the claim ${claim} ${problem}`,
              fix: `state storageClassFor(environment), and in the class ${parameter} (charts/storage-class.ts)`,
            },
          ];
    }),
});

function problemOf(manifests: Manifests, storageClass: string | null | undefined): string | undefined {
  if (!storageClass) return 'states no storage class: GKE’s default has a key of Google';
  const parameters = parametersOf(manifests, storageClass);
  if (parameters === undefined) return `is of the class ${storageClass}, which is not in the manifests`;
  const key = parameters[parameter];
  if (key === undefined) return `is of the class ${storageClass}, which states no ${parameter}`;
  return keyName.test(key) ? undefined : `is of the class ${storageClass}, whose ${parameter} is ${key}, no key of Cloud KMS`;
}

interface Claimed {
  readonly object: ManifestObject;
  readonly claim: string;
  readonly storageClass: string | null | undefined;
}

/** All claims that create volumes: of StatefulSets, PersistentVolumeClaims, and ephemeral volumes of pods. */
function claimed(manifests: Manifests): readonly Claimed[] {
  return [
    ...statefulSets
      .of(manifests)
      .flatMap(({ object, value: { spec } }) =>
        spec.volumeClaimTemplates.map(({ metadata, spec: { storageClassName } }) => ({ object, claim: metadata.name, storageClass: storageClassName })),
      ),
    ...claims.of(manifests).map(({ object, value: { spec } }) => ({ object, claim: object.name, storageClass: spec.storageClassName })),
    ...workloads(manifests).flatMap(({ object, pod }) =>
      pod.volumes.flatMap(({ name, ephemeral }) =>
        ephemeral ? [{ object, claim: name, storageClass: ephemeral.volumeClaimTemplate?.spec.storageClassName }] : [],
      ),
    ),
  ];
}
