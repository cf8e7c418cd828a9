/** The HTTP server: answers by path, read-only. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pagePolicy } from './page';
import { answers, type Answer } from './answers';
import type { ServiceView } from './service-view';

export interface ListeningServer {
  readonly address: AddressInfo;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly view: () => ServiceView;
}

export async function serve({ host, port, view }: ServerOptions): Promise<ListeningServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 20_000, maxHeaderSize: 8192 }, (request, response) => {
    // the body of a request is not read, and must not be waited for
    request.resume();
    const { status, type, body, allow } = answerTo(request.method ?? '', request.url ?? '', view);
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': type.startsWith('text/html') ? pagePolicy : "default-src 'none'",
      ...(allow === undefined ? {} : { allow }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  // a connection that does not speak HTTP is closed, and no other is affected
  server.on('clientError', (_, socket) => socket.destroy());
  await listening(server, host, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`an address with a port was expected, received ${String(address)}`);
  return { address, close: () => closed(server) };
}

function answerTo(method: string, url: string, view: () => ServiceView): Answer & { readonly allow?: string } {
  const path = url.split('?', 1)[0] ?? '';
  const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
  const plain = { type: 'application/json; charset=utf-8' } as const;
  if (answer === undefined) return { ...plain, status: 404, body: '{"error":"no such path"}\n' };
  if (method !== 'GET' && method !== 'HEAD') return { ...plain, status: 405, body: '{"error":"only GET and HEAD are answered"}\n', allow: 'GET, HEAD' };
  return answer(view());
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

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
