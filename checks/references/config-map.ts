import { exists, missingFix } from '../objects/existence';
import { configMaps } from '../objects/config-map';
import { allContainers, volumeSources, type PodSpec } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check } from '../check';

/** A reference of a pod to a ConfigMap and to keys in it. */
interface Need {
  readonly name: string;
  readonly keys: readonly string[];
  readonly field: string;
}

export const configMap = check({
  id: 'references/config-map',
  title: 'every ConfigMap that a pod needs is there, with the keys that it needs',
  why: 'A pod that needs a missing ConfigMap never starts: it waits in ContainerCreating or CreateContainerConfigError.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      needs(pod).flatMap(({ name, keys, field }) => {
        if (!exists(manifests, { kind: 'ConfigMap', namespace: object.namespace, name })) {
          return [{ subject: object, problem: `${field} needs ConfigMap ${object.namespace}/${name}, which is not there`, fix: missingFix('ConfigMap') }];
        }
        const value = configMaps.of(manifests).find((candidate) => candidate.object.namespace === object.namespace && candidate.object.name === name)?.value;
        const known = value === undefined ? keys : [...Object.keys(value.data), ...Object.keys(value.binaryData)];
        return keys
          .filter((key) => !known.includes(key))
          .map((key) => ({
            subject: object,
            problem: `${field} needs the key ${key} of ConfigMap ${name}, which has ${known.join(', ') || 'no keys'}`,
            fix: 'name one of these keys, or add it to the ConfigMap',
          }));
      }),
    ),
});

function needs(pod: PodSpec): readonly Need[] {
  const volumes = volumeSources(pod)
    .filter(({ kind, optional }) => kind === 'ConfigMap' && !optional)
    .map(({ volume, name, keys }) => ({ name, keys, field: `volume ${volume}` }));
  const variables = allContainers(pod).flatMap(({ name: container, env, envFrom }) => [
    ...env.flatMap(({ name, valueFrom }) => {
      const reference = valueFrom?.configMapKeyRef;
      return reference && !reference.optional ? [{ name: reference.name, keys: [reference.key], field: `variable ${name} of container ${container}` }] : [];
    }),
    ...envFrom.flatMap(({ configMapRef }) =>
      configMapRef && !configMapRef.optional ? [{ name: configMapRef.name, keys: [], field: `envFrom of container ${container}` }] : [],
    ),
  ]);
  return [...volumes, ...variables];
}
