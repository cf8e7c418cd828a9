/** The HTTP server: answers by path. What writes is asked for by POST with a token, and is off where nobody may write. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pagePolicy } from './page';
import { answers, json, type Answer } from './answers';
import { limitedBody } from './limited-body';
import type { ServiceView } from './service-view';
import { TokenBucket } from './token-bucket';
import { answerToWrite, type Writing } from './writes';
import { writePathOf, type MatchedWrite } from './write-paths';
import { jsonOf } from '../json-of';

export interface ListeningServer {
  readonly address: AddressInfo;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly view: () => ServiceView;
  /** @default - nobody may write */
  readonly writing?: Writing | undefined;
}

/** An answer, and headers that belong to it. */
interface Answered extends Answer {
  readonly allow?: string;
  readonly challenge?: string;
}

/** Writes a second, and most at once: each one asks the API server. */
const [writesPerSecond, writesAtOnce] = [5, 20];

/** Milliseconds. By default Node.js looks for those that are late every half minute, so that a body of a byte now and then lasts for forty seconds. */
const patience = { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 20_000, connectionsCheckingInterval: 2_000 };

export async function serve({ host, port, view, writing }: ServerOptions): Promise<ListeningServer> {
  const bucket = new TokenBucket(writesPerSecond, writesAtOnce, () => performance.now() / 1000);
  const answered = async (request: IncomingMessage): Promise<Answered> => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const write = writePathOf(path);
    if (write !== undefined) return written(request, write, { writing, bucket });
    // the body of a request that reads is not read, and must not be waited for
    request.resume();
    return answerTo(request.method ?? '', path, view);
  };
  const server = createServer({ ...patience, maxHeaderSize: 8192 }, (request, response) => {
    void answered(request)
      .catch((error: unknown): Answered => {
        // nobody reads it: who asked went away
        if (!request.complete) return json(400, { error: 'the body must be complete' });
        writing?.log({ level: 'error', message: 'a request failed', why: error instanceof Error ? error.message : String(error) });
        return json(500, { error: 'the request failed; the log says why' });
      })
      .then(({ status, type, body, allow, challenge }) => {
        response.writeHead(status, {
          'content-type': type,
          'content-length': Buffer.byteLength(body),
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'content-security-policy': type.startsWith('text/html') ? pagePolicy : "default-src 'none'",
          ...(allow === undefined ? {} : { allow }),
          ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
        });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  });
  await listening(server, host, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`an address with a port was expected, received ${String(address)}`);
  return { address, close: () => closed(server) };
}

function answerTo(method: string, path: string, view: () => ServiceView): Answered {
  const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
  if (answer === undefined) return json(404, { error: 'no such path' });
  if (method !== 'GET' && method !== 'HEAD') return { ...json(405, { error: 'only GET and HEAD are answered' }), allow: 'GET, HEAD' };
  return answer(view());
}

/** Most bytes of what is sent. */
const mostBytes = 4096;

async function written(
  request: IncomingMessage,
  write: MatchedWrite,
  { writing, bucket }: { readonly writing: Writing | undefined; readonly bucket: TokenBucket },
): Promise<Answered> {
  const refused = (status: number, error: string): Answered => {
    request.resume();
    return json(status, { error });
  };
  if (request.method !== 'POST') return { ...refused(405, 'only POST is answered'), allow: 'POST' };
  if (writing === undefined) return refused(403, 'nobody may write: the environment names no optimizer.writers');
  const { authorization } = request.headers;
  // without a token nobody is asked, and nothing is read
  if (authorization === undefined) return { ...refused(401, 'the header Authorization must be Bearer and a token of a ServiceAccount'), challenge: 'Bearer' };
  if (!bucket.take()) return refused(429, `at most ${writesPerSecond} writes a second are answered`);
  const text = await limitedBody(request, mostBytes);
  if (text === undefined) return refused(413, `the body must have at most ${mostBytes} bytes`);
  const answer = await answerToWrite(writing, { write, authorization, body: text.trim() === '' ? {} : jsonOf(text) });
  return answer.status === 401 ? { ...answer, challenge: 'Bearer' } : answer;
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Milliseconds that requests have which are under way. */
const lastWords = 1_000;

/** A server that is closed looks for late requests no longer: one that drips would keep the process until it is killed. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => server.closeAllConnections(), lastWords);
    server.close(() => {
      clearTimeout(end);
      resolve();
    });
    server.closeIdleConnections();
  });
}
