/** The OCI manifest of a published release: one archive with what was generated, and whose it is. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
/** As Flux and Argo CD unpack by default. */
export const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
/** What an artifact without a configuration has in its place (OCI image specification 1.1). */
export const emptyType = 'application/vnd.oci.empty.v1+json';
export const emptyConfig = '{}';
const artifactType = 'application/vnd.lyo-platform.release.v1';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const annotated = {
  environment: 'lyo-platform/environment',
  digest: 'lyo-platform/digest',
  commit: 'org.opencontainers.image.revision',
  created: 'org.opencontainers.image.created',
} as const;

const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  artifactType: z.literal(artifactType),
  layers: z.tuple([z.object({ mediaType: z.literal(layerType), digest, size: z.int().min(1) })]),
  annotations: z.object({
    [annotated.environment]: z.string(),
    [annotated.digest]: digest,
    [annotated.commit]: z.string().regex(/^[0-9a-f]{40}$/),
  }),
});

export interface PublishedRelease {
  readonly environment: string;
  /** Of what was generated, as `npm run digest` prints it. */
  readonly digest: string;
  readonly commit: string;
  readonly layer: { readonly digest: string; readonly size: number };
}

/** To the byte the same for the same commit. @param created when the commit was made, as RFC 3339 */
export function manifestText({ environment, digest: of, commit, layer }: PublishedRelease, created: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType,
    config: { mediaType: emptyType, digest: digestOfBytes(Buffer.from(emptyConfig)), size: emptyConfig.length },
    layers: [{ mediaType: layerType, ...layer }],
    annotations: { [annotated.environment]: environment, [annotated.digest]: of, [annotated.commit]: commit, [annotated.created]: created },
  });
}

/** @throws Error when it is no release that this program published */
export function publishedRelease(bytes: Buffer): PublishedRelease {
  const parsed = manifestSchema.safeParse(asJson(bytes.toString('utf8')));
  if (!parsed.success) {
    const [problem] = parsed.error.issues;
    throw new Error(`the artifact must be a release, as npm run publish makes it: ${problem?.path.join('.') ?? ''} ${problem?.message ?? ''}`.trimEnd());
  }
  const { annotations, layers } = parsed.data;
  const [{ digest: of, size }] = layers;
  return {
    environment: annotations[annotated.environment],
    digest: annotations[annotated.digest],
    commit: annotations[annotated.commit],
    layer: { digest: of, size },
  };
}

export function digestOfBytes(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
