/** A load that runs until it is stopped: mostly ordinary requests, and one in twenty with a fault. */
import { setTimeout as delay } from 'node:timers/promises';
import { send, type ShopAnswer, type ShopRequest } from './shop-requests';

const troubles: readonly ShopRequest[] = [
  { kind: 'list', fault: 'sql-delay=2.5' },
  { kind: 'item', item: 7, fault: 'error=500' },
  { kind: 'order', item: 3, fault: 'http-delay=2.5' },
  { kind: 'item', item: 9, fault: 'redis-error' },
];

/** The request by its index: of twenty, ten items, five lists, four orders and one fault. */
export function numbered(index: number): ShopRequest {
  const place = index % 20;
  if (place === 19) return troubles[Math.floor(index / 20) % troubles.length] ?? { kind: 'list' };
  const item = (index % 50) + 1;
  if (place % 2 === 0) return { kind: 'item', item };
  return place % 4 === 1 ? { kind: 'list' } : { kind: 'order', item };
}

export interface SteadyLoad {
  /** Answers so far. */
  readonly answered: () => number;
  /** Requests that got no answer. */
  readonly unanswered: () => number;
  /** Resolves when the last answer is there. */
  stop(): Promise<void>;
}

export interface SteadyLoadOptions {
  /** URL of the example, without a path; a function is called for each request. */
  readonly url: string | (() => string);
  /** Requests a second, sent whether or not earlier ones are answered. */
  readonly rate: number;
  /** @default {@link numbered} */
  readonly request?: (index: number) => ShopRequest;
  readonly onAnswer?: (answer: ShopAnswer) => void;
}

export function startSteadyLoad({ url, rate, request = numbered, onAnswer }: SteadyLoadOptions): SteadyLoad {
  const stopped = new AbortController();
  const open = new Set<Promise<void>>();
  let [answers, failures] = [0, 0];
  const one = async (index: number): Promise<void> => {
    try {
      const answer = await send(typeof url === 'string' ? url : url(), request(index));
      answers += 1;
      onAnswer?.(answer);
    } catch {
      failures += 1;
    }
  };
  const run = async (): Promise<void> => {
    const started = performance.now();
    for (let index = 0; !stopped.signal.aborted; index++) {
      const sent = one(index).finally(() => open.delete(sent));
      open.add(sent);
      // from the start, not from the last request: a late timer must not lower the rate
      const wait = started + ((index + 1) * 1000) / rate - performance.now();
      await delay(Math.max(0, wait), undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    answered: () => answers,
    unanswered: () => failures,
    stop: async () => {
      stopped.abort();
      await running;
      await Promise.all(open);
    },
  };
}
