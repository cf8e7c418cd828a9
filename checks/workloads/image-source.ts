import type { Environment } from '../../config/environment';
import { allowedImages, isAllowed } from '../../config/google/allowed-images';
import { hasDigest } from '../../config/image-tag';
import { mirrorOf } from '../../config/google/platform-images';
import { allContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check, type Check } from '../check';

/** @param environments environments with a known configuration; manifests of others are not checked */
export function imageSource(environments: readonly Environment[]): Check {
  return check({
    id: 'workloads/image-source',
    title: 'every image is one that the cluster admits, by the name that the environment pulls it by',
    why: 'Binary Authorization refuses a pod with any other image, and an image by the name of its origin fails when that registry does.',
    find: (manifests) => {
      const environment = environments.find(({ name }) => name === manifests.environment);
      if (environment === undefined) return [];
      const allowed = allowedImages(environment);
      return workloads(manifests).flatMap(({ object, pod }) =>
        allContainers(pod).flatMap(({ name, image = '' }) => {
          const problem = problemOf(environment, allowed, image ?? '');
          return problem === undefined
            ? []
            : [{ subject: object, problem: `the image of container ${name} is ${image ?? ''}, ${problem.is}`, fix: problem.fix }];
        }),
      );
    },
  });
}

function problemOf(environment: Environment, allowed: readonly string[], image: string): { readonly is: string; readonly fix: string } | undefined {
  if (!isAllowed(image, allowed)) {
    return { is: 'which Binary Authorization refuses', fix: 'add it to config/versions.json or registry.alsoAllowed, or use the environment’s own repository' };
  }
  if (environment.registry.digests === true && !hasDigest(image)) {
    return { is: 'which has no digest, and the environment asks for one', fix: 'end it in @sha256:… (docs/how-to/README.md)' };
  }
  const copy = mirrorOf(environment, image);
  const stated = environment.registry.alsoAllowed ?? [];
  if (environment.registry.mirrored && copy !== image && !isAllowed(image, stated)) {
    return { is: `and the environment pulls by its copies (${copy})`, fix: 'name it by platformImage of config/google/platform-images.ts' };
  }
  return undefined;
}
