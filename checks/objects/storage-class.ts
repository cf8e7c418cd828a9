import { z } from 'zod';
import type { Manifests } from '../manifest';
import { listOf, textMap } from './shape';
import { view } from '../view';

export const storageClasses = view(
  { group: 'storage.k8s.io', kinds: ['StorageClass'] },
  z.object({ provisioner: z.string(), parameters: textMap, volumeBindingMode: z.string().nullish(), reclaimPolicy: z.string().nullish() }),
);

export const claims = view(
  { group: '', kinds: ['PersistentVolumeClaim'] },
  z.object({ spec: z.object({ storageClassName: z.string().nullish(), accessModes: listOf(z.string()) }) }),
);

/** Driver parameters of a storage class; `undefined` for a class that is not in the manifests, such as the cluster's default. */
export function parametersOf(manifests: Manifests, storageClass: string | null | undefined): Readonly<Record<string, string>> | undefined {
  return storageClasses.of(manifests).find(({ object }) => object.name === storageClass)?.value.parameters;
}

/** Whether volumes of the class are replicated in two zones (cloud.google.com/kubernetes-engine/docs/concepts/regional-pd). */
export function isRegional(manifests: Manifests, storageClass: string | null | undefined): boolean {
  const parameters = parametersOf(manifests, storageClass);
  return parameters?.['replication-type'] === 'regional-pd' || parameters?.['type'] === 'hyperdisk-balanced-high-availability';
}
