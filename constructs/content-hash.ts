import { createHash } from 'node:crypto';

/** A hash of ten digits for names of immutable objects: other content, other name. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 10);
}
