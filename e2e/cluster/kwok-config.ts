import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { StorageClassName } from '../../config/google/node-disk';
import { delayed, kwokStage, readyStages } from './kwok-stages';
import { moduleFolder } from '../toolchain/go-toolchain';

/** Storage classes that GKE offers and manifests may name. kwok provisions their volumes at once. */
export const STORAGE_CLASSES = ['standard-rwo', 'premium-rwo'] as const;
/** Storage classes that the manifests define. */
const OWN_CLASSES: readonly StorageClassName[] = ['lyo-encrypted-pd-balanced', 'lyo-encrypted-hyperdisk-balanced'];

/** Documents of kwok's module that simulate nodes and pods; its README files describe them. */
const DOCUMENTS = [
  'stage/node/fast/node-initialize.yaml',
  'stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'stage/pod/fast/pod-ready.yaml',
  'stage/pod/fast/pod-complete.yaml',
  'stage/pod/fast/pod-delete.yaml',
  'stage/volume/fast/pv-bind.yaml',
  'stage/volume/fast/pv-delete.yaml',
  'stage/volume/fast/pvc-provision.yaml',
  'stage/volume/fast/pvc-delete.yaml',
  'metrics/resource/metrics-resource.yaml',
  'metrics/usage/usage-from-annotation.yaml',
];

/**
 * kwok's configuration as YAML. Pods become ready at once, also those with init containers, unless their annotation
 * `pod-ready.stage.kwok.x-k8s.io/delay` says otherwise (`30s`): until then their containers run and are not ready. They are removed at once, unless they have `pod-delete.stage.kwok.x-k8s.io/delay`. The usage of a pod comes from its annotations
 * `kwok.x-k8s.io/usage-cpu` and `kwok.x-k8s.io/usage-memory`.
 */
export async function kwokConfig(): Promise<string> {
  const folder = join(await moduleFolder('kwok', 'sigs.k8s.io/kwok'), 'kustomize');
  const texts = await Promise.all(DOCUMENTS.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.map(withStorageClasses).map(withDelay).join('\n---\n');
}

/** The stages of kwok's module provision only kwok's own storage class. */
function withStorageClasses(document: string): string {
  const classes = [...STORAGE_CLASSES, ...OWN_CLASSES].map((name) => `'${name}'`).join(', ');
  return document.replaceAll("self.spec.storageClassName == 'kwok-volume'", `self.spec.storageClassName in [${classes}]`);
}

function withDelay(document: string): string {
  const value = kwokStage.safeParse(parse(document));
  const name = value.data?.metadata.name;
  if (value.data === undefined || name === undefined) return document;
  if (name === 'pod-delete') return stringify(delayed(value.data, name));
  if (name !== 'pod-ready') return document;
  return readyStages(value.data)
    .map((one) => stringify(one))
    .join('\n---\n');
}
