/** Where images come from, and which may run. */
import { z } from 'zod';
import type { Environment } from './environment';
import versions from './versions.json';
import { dnsLabel } from './workload';

export const registry = z.strictObject({
  /** Repository of the workloads' own images. */
  repository: dnsLabel.regex(/^(?!mirror-)/, 'must not begin with "mirror-", which names the copies of other registries'),
  /** Whether images of others are named by their copy in this registry, which is filled by pulling, or by their origin. */
  mirrored: z.boolean(),
  /** Further images that may run: a full name, or the start of one that ends in `/*` (images) or `/**` (folders as well). @default - none */
  alsoAllowed: z
    .array(
      z
        .string()
        .regex(
          /^[a-z0-9.-]+\.[a-z]+\/[a-z0-9._/-]+(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64}|\/\*\*?)$/,
          'must be a pinned image, or a prefix that ends in "/*"',
        ),
    )
    .optional(),
});

export type Registry = z.infer<typeof registry>;

/** Host and project of an environment's Artifact Registry: `europe-west1-docker.pkg.dev/lyo-platform-dev`. */
export function registryHost({ google }: Pick<Environment, 'google'>): string {
  return `${google.region}-docker.pkg.dev/${google.project}`;
}

/** Registries of others with a copy here: repository, the host that images name, and where Artifact Registry pulls from. */
export const mirrors = [
  { repository: 'mirror-quay', host: 'quay.io', upstream: 'https://quay.io' },
  { repository: 'mirror-kubernetes', host: 'registry.k8s.io', upstream: 'https://registry.k8s.io' },
  { repository: 'mirror-github', host: 'ghcr.io', upstream: 'https://ghcr.io' },
  { repository: 'mirror-docker', host: 'docker.io', upstream: 'https://registry-1.docker.io' },
] as const;

/** Images of config/versions.json. */
export type PlatformImage = keyof typeof versions.images;

/** An image of the platform as the manifests of an environment name it. */
export function platformImage(environment: Pick<Environment, 'google' | 'registry'>, image: PlatformImage): string {
  return environment.registry.mirrored ? mirrorOf(environment, versions.images[image]) : versions.images[image];
}

/** `quay.io/a/b:1` → `europe-west1-docker.pkg.dev/lyo-platform-dev/mirror-quay/a/b:1`; an image of a registry without a copy stays what it is. */
export function mirrorOf(environment: Pick<Environment, 'google'>, image: string): string {
  const mirror = mirrors.find(({ host }) => image.startsWith(`${host}/`));
  return mirror === undefined ? image : `${registryHost(environment)}/${mirror.repository}${image.slice(mirror.host.length)}`;
}

/** Whether an image is that of the platform, from whichever registry and of whichever version: `mirror.example/grafana/grafana:1` is `grafana`. */
export function isVersionOf(image: string, wanted: PlatformImage): boolean {
  const path = versions.images[wanted].replace(/^[^/]+\//, '').replace(/:.*$/, '');
  // a tag has no slash, and the port of a registry has one after it
  const unpinned = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return unpinned === path || unpinned.endsWith(`/${path}`);
}

/**
 * Names and prefixes of all images that may run, as Binary Authorization reads them: the platform's own, pinned, and everything in the
 * environment's own repository. What GKE itself runs is allowed by its global policy. Platform images may run under both names, whichever the manifests use:
 * a pod of yesterday's manifests must be able to move to another node today. Of a copy only the pinned images may run, because anything can be pulled into it.
 */
export function allowedImages(environment: Pick<Environment, 'google' | 'registry'>): readonly string[] {
  const copies = Object.values<string>(versions.images).map((image) => mirrorOf(environment, image));
  return [...new Set([`${registryHost(environment)}/${environment.registry.repository}/**`, ...copies, ...allowedElsewhere(environment.registry)])].sort();
}

/** The part of them that is not in the environment's own registry. */
export function allowedElsewhere({ alsoAllowed = [] }: Registry): readonly string[] {
  return [...Object.values<string>(versions.images), ...alsoAllowed];
}

/** Whether one of the patterns covers the image: `/**` everything below, `/*` one level, otherwise the same name. */
export function isAllowed(image: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const start = pattern.replace(/\*+$/, '');
    if (start === pattern) return image === pattern;
    return image.startsWith(start) && (pattern.endsWith('**') || !image.slice(start.length).includes('/'));
  });
}
