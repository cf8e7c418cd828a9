/** The API server of Kubernetes over HTTPS: the few requests that this service makes, bounded in time and memory, never an exception. */
import { readFileSync } from 'node:fs';
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { join } from 'node:path';
import { jsonOf } from '../json-of';

/** An answer with any status, or the reason why there is none. */
export type ApiAnswer = { readonly kind: 'answer'; readonly status: number; readonly body: unknown } | { readonly kind: 'unavailable'; readonly why: string };

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly type?: string;
}

export type ApiServer = (request: ApiRequest) => Promise<ApiAnswer>;

export interface ApiServerOptions {
  readonly server: string;
  /** Folder with `token` and `ca.crt`. Both are read again for each request: the kubelet renews the token, and an upgrade of the cluster the certificate. */
  readonly credentials: string;
  /** Seconds for one request. */
  readonly timeout: number;
}

/** Objects of this service are small; a longer answer is not one of them. */
const mostBytes = 2_000_000;

export function apiServer(options: ApiServerOptions): ApiServer {
  return async (asked) => {
    try {
      return await send(options, asked);
    } catch (error) {
      return { kind: 'unavailable', why: error instanceof Error ? error.message : String(error) };
    }
  };
}

function send({ server, credentials, timeout }: ApiServerOptions, { method, path, body, type = 'application/json' }: ApiRequest): Promise<ApiAnswer> {
  const url = new URL(path, server);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const sent: RequestOptions & { ca?: Buffer } = {
    method,
    signal: AbortSignal.timeout(timeout * 1000),
    headers: {
      authorization: `Bearer ${readFileSync(join(credentials, 'token'), 'utf8').trim()}`,
      accept: 'application/json',
      ...(text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
    },
  };
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage): void => void bodyOf(response).then(resolve, reject);
    const request =
      url.protocol === 'https:' ? secureRequest(url, { ...sent, ca: readFileSync(join(credentials, 'ca.crt')) }, answered) : plainRequest(url, sent, answered);
    request.on('error', reject);
    request.end(text);
  });
}

async function bodyOf(response: IncomingMessage): Promise<ApiAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.byteLength;
    if (bytes > mostBytes) {
      response.destroy();
      return { kind: 'unavailable', why: `an answer must have at most ${mostBytes} bytes, received more` };
    }
    chunks.push(part);
  }
  return { kind: 'answer', status: response.statusCode ?? 0, body: jsonOf(Buffer.concat(chunks).toString('utf8')) };
}

/** The reason of a refusal: the API server sends a Status. */
export function refusalText({ status, body }: { readonly status: number; readonly body: unknown }): string {
  const message = typeof body === 'object' && body !== null ? (Reflect.get(body, 'message') as unknown) : undefined;
  return `answered ${status}${typeof message === 'string' ? `: ${message.slice(0, 300)}` : ''}`;
}
