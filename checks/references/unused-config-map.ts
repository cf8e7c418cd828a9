import { nameOf } from '../manifest';
import { allMountedConfigMaps, configMaps } from '../objects/config-map';
import { allContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const unusedConfigMap = check({
  id: 'references/unused-config-map',
  title: 'every ConfigMap is read by a pod',
  why: 'Configuration that nobody mounts looks as if it worked: rules that are never evaluated, settings that never apply.',
  find: (manifests) => {
    const read = new Set([
      ...allMountedConfigMaps(manifests).map(({ object }) => nameOf(object)),
      ...workloads(manifests).flatMap(({ object, pod }) =>
        allContainers(pod).flatMap(({ env, envFrom }) =>
          [...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name), ...envFrom.map(({ configMapRef }) => configMapRef?.name)].flatMap((name) =>
            name === undefined ? [] : [nameOf({ kind: 'ConfigMap', namespace: object.namespace, name })],
          ),
        ),
      ),
    ]);
    return configMaps
      .of(manifests)
      .filter(({ object }) => !read.has(nameOf(object)))
      .map(({ object }) => ({
        subject: object,
        problem: 'no container mounts it or reads a variable from it',
        fix: 'mount it where it is meant to be read (volume and volumeMount), or leave it out',
      }));
  },
});
