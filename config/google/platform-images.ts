/** Names under which an environment pulls the platform's images: from their origin, or from a mirror in its own Artifact Registry. */
import type { Environment } from '../environment';
import { versions } from '../versions';

/** Host and project of an environment's Artifact Registry: `europe-west1-docker.pkg.dev/lyo-platform-dev`. */
export function registryHost({ google }: Pick<Environment, 'google'>): string {
  return `${google.region}-docker.pkg.dev/${google.project}`;
}

/** Public registries with a mirror: the mirror's repository, the host in the images' names, and the address from which Artifact Registry pulls. */
export const mirrors = [
  { repository: 'mirror-quay', host: 'quay.io', upstream: 'https://quay.io' },
  { repository: 'mirror-kubernetes', host: 'registry.k8s.io', upstream: 'https://registry.k8s.io' },
  { repository: 'mirror-github', host: 'ghcr.io', upstream: 'https://ghcr.io' },
  { repository: 'mirror-docker', host: 'docker.io', upstream: 'https://registry-1.docker.io' },
] as const;

/** Names of the images in config/versions.json. */
export type PlatformImage = keyof typeof versions.images;

/** An image of the platform as the manifests of an environment name it. */
export function platformImage(environment: Pick<Environment, 'google' | 'registry'>, image: PlatformImage): string {
  return environment.registry.mirrored ? mirrorOf(environment, versions.images[image]) : versions.images[image];
}

/** `quay.io/a/b:1` → `europe-west1-docker.pkg.dev/lyo-platform-dev/mirror-quay/a/b:1`; an image of a registry without a mirror keeps its name. */
export function mirrorOf(environment: Pick<Environment, 'google'>, image: string): string {
  const mirror = mirrors.find(({ host }) => image.startsWith(`${host}/`));
  return mirror === undefined ? image : `${registryHost(environment)}/${mirror.repository}${image.slice(mirror.host.length)}`;
}

/** Whether an image is a platform image, whatever its registry and version: `mirror.example/grafana/grafana:1` is `grafana`. */
export function isVersionOf(image: string, wanted: PlatformImage): boolean {
  const path = versions.images[wanted].replace(/^[^/]+\//, '').replace(/:.*$/, '');
  // a tag contains no slash, but after the port of a registry there is one
  const unpinned = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return unpinned === path || unpinned.endsWith(`/${path}`);
}
