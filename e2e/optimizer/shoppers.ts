/** Users of the example who come independently of each other, and whose queries take as long as a real database would need for them. */
import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom } from '../waiting/random';
import { send, type ShopRequest } from '../tracing/shop-requests';

/** What they do, and what it means for pool and cache. */
export const shopping = {
  /** Requests a second. */
  rate: 10,
  /** Shares of requests that list items, and that order one; all others look at one item. */
  lists: 0.5,
  orders: 0.03,
  /** Mean seconds of a query, exponentially distributed. */
  query: 0.3,
  /** Items that are looked at; the nth 1/n times as often as the first (Zipf). */
  items: 20,
} as const;

/** Share of the looks at items that the nth of them has. */
export function popularity(item: number): number {
  let sum = 0;
  for (let other = 1; other <= shopping.items; other += 1) sum += 1 / other;
  return 1 / item / sum;
}

/** Looks at items a second. */
export const looks = shopping.rate * (1 - shopping.lists - shopping.orders);

export interface Shoppers {
  readonly answered: () => number;
  /** Requests without an answer, or with a status of 500 and more. */
  readonly failed: () => number;
  stop(): Promise<void>;
}

export interface ShoppersOptions {
  /** Of the example, without a path. */
  readonly url: string;
  readonly seed: number;
  /** Share of the orders. @default {@link shopping} */
  readonly orders?: number;
  /** Mean seconds of a query. @default {@link shopping} */
  readonly query?: number;
  /** Multiple of the usual rate, by seconds since the start. @default - always 1 */
  readonly times?: (seconds: number) => number;
  /** Also of what got no answer, with a status of 0. */
  readonly onAnswer?: (answer: { readonly at: number; readonly seconds: number; readonly status: number }) => void;
  /** What a request becomes. @default - itself */
  readonly changed?: (request: ShopRequest) => ShopRequest;
}

export function startShoppers({
  url,
  seed,
  orders = shopping.orders,
  query = shopping.query,
  times = () => 1,
  changed = (same) => same,
  onAnswer,
}: ShoppersOptions): Shoppers {
  const random = randomFrom(seed);
  const stopped = new AbortController();
  const open = new Set<Promise<void>>();
  let [answers, failures] = [0, 0];
  const one = async (request: ShopRequest): Promise<void> => {
    const began = performance.now();
    const status = await send(url, changed(request)).then(
      (answer) => answer.status,
      () => 0,
    );
    onAnswer?.({ at: Date.now() / 1000, seconds: (performance.now() - began) / 1000, status });
    answers += 1;
    if (status === 0 || status >= 500) failures += 1;
  };
  const run = async (): Promise<void> => {
    const started = performance.now();
    let next = 0;
    while (!stopped.signal.aborted) {
      // a Poisson process, against the clock: a late timer must not lower the rate
      next += -Math.log(1 - random()) / (shopping.rate * times(next));
      const wait = started + next * 1000 - performance.now();
      if (wait > 0) await delay(wait, undefined, { signal: stopped.signal }).catch(() => undefined);
      const sent = one(requestBy(random, { orders, query })).finally(() => open.delete(sent));
      open.add(sent);
    }
  };
  const running = run();
  return {
    answered: () => answers,
    failed: () => failures,
    stop: async () => {
      stopped.abort();
      await running;
      await Promise.all(open);
    },
  };
}

function requestBy(random: () => number, { orders, query }: Required<Pick<ShoppersOptions, 'orders' | 'query'>>): ShopRequest {
  const [kind, takes] = [random(), -query * Math.log(1 - random())];
  const fault = `sql-delay=${Math.min(Math.max(takes, 0.001), 5).toFixed(4)}`;
  if (kind < shopping.lists) return { kind: 'list', fault };
  const item = itemBy(random());
  // only a look that the cache cannot answer needs a query
  return kind < shopping.lists + orders ? { kind: 'order', item } : { kind: 'item', item, fault };
}

function itemBy(place: number): number {
  let sum = 0;
  for (let item = 1; item < shopping.items; item += 1) {
    sum += popularity(item);
    if (place < sum) return item;
  }
  return shopping.items;
}
