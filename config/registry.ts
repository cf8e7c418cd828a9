/** Where images come from, and which may run. */
import { z } from 'zod';
import type { Environment } from './environment';
import versions from './versions.json';
import { dnsLabel } from './workload';

export const registry = z.strictObject({
  /** Repository of the workloads' own images. */
  repository: dnsLabel.regex(/^(?!mirror-)/, 'must not begin with "mirror-", which names the copies of other registries'),
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

/**
 * Names and prefixes of all images that may run, as Binary Authorization reads them: the platform's own, pinned, and everything in the
 * environment's own repository. What GKE itself runs is allowed by its global policy.
 */
export function allowedImages(environment: Pick<Environment, 'google' | 'registry'>): readonly string[] {
  const { repository, alsoAllowed = [] } = environment.registry;
  return [...new Set([`${registryHost(environment)}/${repository}/**`, ...Object.values<string>(versions.images), ...alsoAllowed])].sort();
}

/** Whether one of the patterns covers the image: `/**` everything below, `/*` one level, otherwise the same name. */
export function isAllowed(image: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const start = pattern.replace(/\*+$/, '');
    if (start === pattern) return image === pattern;
    return image.startsWith(start) && (pattern.endsWith('**') || !image.slice(start.length).includes('/'));
  });
}
