import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce, view, type Viewed } from '../view';
import { yamlDocument } from '../yaml';
import { volumeSources } from './pod';
import { textMap } from './shape';
import { workloads, type Workload } from './workload';

const configMap = z.object({ data: textMap, binaryData: textMap });
export type ConfigMap = Viewed<z.infer<typeof configMap>>;

export const configMaps = view({ group: '', kinds: ['ConfigMap'] }, configMap);

/** The ConfigMaps whose files a container of the workload can read: they are volumes, and mounted. */
export function mountedConfigMaps(manifests: Manifests, { object, pod }: Workload): readonly ConfigMap[] {
  const mounted = new Set([...pod.containers, ...pod.initContainers].flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name)));
  const names = volumeSources(pod)
    .filter(({ kind, volume }) => kind === 'ConfigMap' && mounted.has(volume))
    .map(({ name }) => name);
  return configMaps.of(manifests).filter((candidate) => candidate.object.namespace === object.namespace && names.includes(candidate.object.name));
}

/** ConfigMaps that any workload mounts. */
export const allMountedConfigMaps: (manifests: Manifests) => readonly ConfigMap[] = computedOnce((manifests) => [
  ...new Set(workloads(manifests).flatMap((workload) => mountedConfigMaps(manifests, workload))),
]);

const parsed = new WeakMap<ManifestObject, readonly unknown[]>();

/** The content of each YAML file in a ConfigMap; files that are not YAML are left out. */
export function yamlFiles({ object, value: { data } }: ConfigMap): readonly unknown[] {
  const files = parsed.get(object) ?? Object.entries(data).flatMap(([name, text]) => (/\.ya?ml$/.test(name) ? parseOrSkip(text) : []));
  parsed.set(object, files);
  return files;
}

function parseOrSkip(text: string): readonly unknown[] {
  try {
    return [yamlDocument(text)];
  } catch {
    return [];
  }
}
