import { createHash } from 'node:crypto';

/** Ten digits that are others when the content is another; for names of what can never change in place. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 10);
}
