/** Requests of all kinds to the paths of an OpenAPI document: answered, never by an error of the server's, and without a token that may write nothing but reading is done. */
import { isRecord } from '../../config/record';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const odd = ['', '?', '?a=1&a=2', '?%00=%ff', `?${'q'.repeat(2000)}`, '/', '/..', '?__proto__[x]=1', '/%2e%2e/%2e%2e'];
const bodies = ['', '{}', '[', '{"until":1e999}', '\u0000', 'x'.repeat(100_000)];
const made = ['', 'Bearer x', 'Bearer ', 'Basic eDp4', 'Bearer aaaa.bbbb.cccc', `Bearer ${'a'.repeat(3000)}`];

interface Sent {
  readonly path: string;
  readonly more: string;
  readonly method: (typeof methods)[number];
  readonly body: string;
  readonly authorization: string;
}

/** @param wrong further tokens that may not write @returns what was answered how often. @throws Error for an answer that none may have */
export async function fuzz(url: string, requests: number, wrong: readonly string[]): Promise<string> {
  const tokens = [...made, ...wrong.map((token) => `Bearer ${token}`)];
  const document: unknown = await (await fetch(`${url}/api/v1/openapi.json`)).json();
  const paths = isRecord(document) && isRecord(document['paths']) ? Object.keys(document['paths']) : [];
  const random = randomOf(7);
  const pick = <One>(list: readonly One[]): One => list[Math.floor(random() * list.length)] as One;
  const statuses = new Map<number, number>();
  for (let request = 0; request < requests; request += 1) {
    const sent = {
      path: pick(paths).replace('{id}', '0123456789abcdef'),
      more: pick(odd),
      method: pick(methods),
      body: pick(bodies),
      authorization: pick(tokens),
    };
    const status = await answerTo(url, sent);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status} × ${count}`);
  return `${requests} requests of ${paths.length} paths: ${counts.join(', ')}`;
}

async function answerTo(url: string, { path, more, method, body, authorization }: Sent): Promise<number> {
  const reads = method === 'GET' || method === 'HEAD';
  const headers: Record<string, string> = authorization === '' ? {} : { authorization };
  const { status } = await fetch(`${url}${path}${more}`, { method, headers, ...(reads ? {} : { body }) });
  const stated = status === 503 && path.startsWith('/health');
  const asked = `${method} ${path}${more.slice(0, 40)}`;
  if (status >= 500 && !stated) throw new Error(`${asked} must not be an error of the server, answered ${status}`);
  if (!reads && status < 400) throw new Error(`${asked} must be refused, answered ${status}`);
  return status;
}

/** A seeded random number generator. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
