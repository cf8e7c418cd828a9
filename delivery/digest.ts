/** The digest of what is generated for one environment: a person approves it, and the cluster's record names it. */
import { createHash } from 'node:crypto';

export interface GeneratedFile {
  /** From the root of the repository: `manifests/prod/backend.yaml`. */
  readonly path: string;
  readonly content: string;
}

/**
 * SHA-256 over the lines of `sha256sum`, sorted by path, so that anybody can check it by hand:
 * `LC_ALL=C sha256sum manifests/prod/*.yaml plans/prod.yaml | sha256sum`.
 */
export function digestOf(files: readonly GeneratedFile[]): string {
  const lines = [...files].sort((one, other) => (one.path < other.path ? -1 : 1)).map(({ path, content }) => `${sha256(content)}  ${path}\n`);
  return `sha256:${sha256(lines.join(''))}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
