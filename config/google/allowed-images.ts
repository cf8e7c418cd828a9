/** Which images Binary Authorization lets run. */
import type { Environment } from '../environment';
import type { Registry } from '../registry';
import { versions } from '../versions';
import { mirrorOf, registryHost } from './platform-images';

/**
 * Names and prefixes of all images that may run, as Binary Authorization reads them: the platform's own, pinned, and everything in the
 * environment's own repository. GKE's own images are allowed by Google's global policy. Platform images may run under both names, origin and copy, whichever the manifests use:
 * a pod of yesterday's manifests must be able to move to another node today. From a mirror only the pinned images may run, because anything can be pulled into it.
 */
export function allowedImages(environment: Pick<Environment, 'google' | 'registry'>): readonly string[] {
  const copies = Object.values<string>(versions.images).map((image) => mirrorOf(environment, image));
  return [...new Set([ownImages(environment), ...copies, ...allowedElsewhere(environment.registry)])].sort();
}

/** Pattern of the environment's own repository, to which people push. */
export function ownImages(environment: Pick<Environment, 'google' | 'registry'>): string {
  return `${registryHost(environment)}/${environment.registry.repository}/**`;
}

/** Patterns of allowed images outside the environment's own registry. */
export function allowedElsewhere({ alsoAllowed = [] }: Registry): readonly string[] {
  return [...Object.values<string>(versions.images), ...alsoAllowed];
}

/** Whether one of the patterns matches the image: `/**` matches everything below, `/*` one level, and any other pattern the same name. */
export function isAllowed(image: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const start = pattern.replace(/\*+$/, '');
    if (start === pattern) return image === pattern;
    return image.startsWith(start) && (pattern.endsWith('**') || !image.slice(start.length).includes('/'));
  });
}
