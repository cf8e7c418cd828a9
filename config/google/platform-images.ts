/** Images of the platform, under the names by which an environment pulls them: where they come from, or a copy in its own Artifact Registry. */
import type { Environment } from '../environment';
import { versions } from '../versions';

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
