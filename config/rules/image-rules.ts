/** Rules of the images that an environment names. */
import { when, type Draft, type Rule } from './draft';
import type { Problem } from './problem';
import { versions } from '../versions';
import { imagesOf } from './operations-rules';
import { hasDigest } from '../image-tag';

const rule = 'must end in a digest ("@sha256:…"), which registry.digests asks for: a tag may be moved, a digest may not';

/**
 * Where an environment requires digests (`registry.digests`), every image must have one: the workloads' and the platform's. The platform's include the image that injects code
 * into the applications, which runs with their rights.
 * @param images of config/versions.json
 */
export function imagesWithoutDigest(images: Readonly<Record<string, string>>, { registry, workloads, optimizer }: Draft): readonly Problem[] {
  if (registry?.digests !== true) return [];
  return [
    ...imagesOf(workloads).flatMap(({ path, image }) => when(!hasDigest(image), { path, rule, received: image })),
    ...when(optimizer?.image !== undefined && !hasDigest(optimizer.image), { path: 'optimizer.image', rule, received: optimizer?.image }),
    ...Object.entries(images).flatMap(([name, image]) =>
      when(!hasDigest(image), { path: `versions.images.${name}`, rule: `${rule} (config/versions.json)`, received: image }),
    ),
  ];
}

export const imageRules: readonly Rule[] = [(draft: Draft): readonly Problem[] => imagesWithoutDigest(versions.images, draft)];
