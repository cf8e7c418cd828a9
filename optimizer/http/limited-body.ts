/** Reads the body of a request up to a limit, so that an endless one cannot fill the memory. */
import type { IncomingMessage } from 'node:http';

/** Undefined if the body is longer; the rest is read and discarded, so that the client reads the answer. */
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
