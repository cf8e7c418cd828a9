import { createHash } from 'node:crypto';

/** A hash of ten hexadecimal digits for the names of immutable objects, so that other content has another name. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 10);
}
