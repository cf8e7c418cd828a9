/** The registries that images come from, and the images of other registries that may run. */
import { z } from 'zod';
import { dnsLabel } from './fields';

export const registry = z.strictObject({
  /** Repository of the workloads' own images. */
  repository: dnsLabel.regex(/^(?!mirror-)/, 'must not begin with "mirror-", which names the copies of other registries'),
  /** Whether the platform's images are pulled from mirrors in this registry, which fill themselves on the first pull, or from their origin. */
  mirrored: z.boolean(),
  /** Whether every image must be named by its digest, beside its tag. @default false */
  digests: z.boolean().optional(),
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
