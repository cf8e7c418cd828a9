/** Requests to the example as its users send them, each with a trace id that the sender knows. */
import { newSpanId, newTraceId } from './otlp';

export interface ShopRequest {
  /** `order` writes through the price service, `item` reads through the cache, `list` reads SQL. */
  readonly kind: 'order' | 'item' | 'list';
  /** @default 1 */
  readonly item?: number;
  /** A fault to inject: value of the header `x-fault`. @default - none */
  readonly fault?: string;
  /** Whether its trace must be sampled. @default false */
  readonly keep?: boolean;
}

export interface ShopAnswer {
  readonly request: ShopRequest;
  readonly traceId: string;
  readonly status: number;
  /** Latency as measured by the sender. */
  readonly seconds: number;
}

/** Names of the server spans by kind of request, after the name guard. */
export const operations = { order: 'POST /orders', item: 'GET /items/{item_id}', list: 'GET /items' } as const satisfies Record<ShopRequest['kind'], string>;

/** @param url of the example, without a path */
export async function send(url: string, request: ShopRequest): Promise<ShopAnswer> {
  const { kind, item = 1, fault, keep = false } = request;
  const traceId = newTraceId();
  const headers = {
    traceparent: `00-${traceId}-${newSpanId()}-01`,
    ...(keep ? { tracestate: 'lyo=keep' } : {}),
    ...(fault === undefined ? {} : { 'x-fault': fault }),
  };
  const started = performance.now();
  const response = await (kind === 'order'
    ? fetch(`${url}/orders`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ item_id: item, quantity: 1 }),
      })
    : fetch(kind === 'item' ? `${url}/items/${item}` : `${url}/items?limit=5`, { headers }));
  await response.arrayBuffer();
  return { request, traceId, status: response.status, seconds: (performance.now() - started) / 1000 };
}

/** Sends all requests in order, `atOnce` at a time. */
export async function sendAll(url: string, requests: readonly ShopRequest[], atOnce: number): Promise<readonly ShopAnswer[]> {
  const answers: ShopAnswer[] = [];
  const queue = [...requests];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) answers.push(await send(url, next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}
