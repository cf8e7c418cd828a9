/** The body of a request, dropped where it is too long: what an endless one sends must not fill the memory. */
import type { IncomingMessage } from 'node:http';

/** Undefined where it is longer; the rest is read and forgotten, so that the answer is heard. */
export async function limitedBody(request: IncomingMessage, mostBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.byteLength;
    if (bytes <= mostBytes) chunks.push(part);
  }
  return bytes > mostBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}
