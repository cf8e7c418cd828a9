/** Faults of the example, each with the place that is their cause: a database, a cache, a service, or users. */
import type { Running } from '../processes/process';
import type { Shop } from '../tracing/shop';
import { send, type ShopRequest } from '../tracing/shop-requests';

export type FaultPlace = 'sql' | 'redis' | 'prices' | 'backend' | 'users';

export interface ShopFault {
  readonly what: string;
  readonly place: FaultPlace;
  /** What a request becomes. @default - itself */
  readonly changed?: (request: ShopRequest, random: () => number) => ShopRequest;
  /** Multiple of the usual rate. @default 1 */
  readonly times?: number;
  readonly begin?: (shop: Shop) => Promise<void>;
  readonly end?: (shop: Shop) => Promise<void>;
}

type Draw = (least: number, most: number) => number;

const asks =
  (text: string, kinds: readonly ShopRequest['kind'][], share: number) =>
  (request: ShopRequest, random: () => number): ShopRequest =>
    kinds.includes(request.kind) && random() < share ? { ...request, fault: text } : request;

function signal({ pid }: Running, name: NodeJS.Signals): Promise<void> {
  if (pid !== undefined) process.kill(-pid, name);
  return Promise.resolve();
}

/** Stopped and continued in turn, so that it answers now and then. @param of its process @param period milliseconds of each */
function flapping(of: (shop: Shop) => Running, period: number): Pick<ShopFault, 'begin' | 'end'> {
  let turns: NodeJS.Timeout | undefined;
  return {
    begin: async (shop) => {
      let stopped = true;
      await signal(of(shop), 'SIGSTOP');
      turns = setInterval(() => {
        stopped = !stopped;
        void signal(of(shop), stopped ? 'SIGSTOP' : 'SIGCONT');
      }, period).unref();
    },
    end: (shop) => {
      clearInterval(turns);
      return signal(of(shop), 'SIGCONT');
    },
  };
}

const all: readonly ShopRequest['kind'][] = ['list', 'item', 'order'];
const fixed = (value: number): string => value.toFixed(3);

/** One of each kind, of a magnitude that is drawn. */
const faultKinds: readonly ((draw: Draw) => ShopFault)[] = [
  (draw) => ({ what: 'slow SQL', place: 'sql', changed: asks(`sql-delay=${fixed(draw(0.3, 1.5))}`, ['list', 'item'], draw(0.6, 1)) }),
  (draw) => ({ what: 'failing SQL', place: 'sql', changed: asks('sql-error', ['list', 'order'], draw(0.3, 1)) }),
  (draw) => ({ what: 'slow Redis', place: 'redis', changed: asks(`redis-delay=${fixed(draw(0.2, 0.8))}`, ['item', 'order'], draw(0.6, 1)) }),
  (draw) => ({ what: 'failing Redis', place: 'redis', changed: asks('redis-error', ['item', 'order'], draw(0.4, 1)) }),
  () => ({ what: 'Redis killed', place: 'redis', begin: ({ redis }) => redis.kill(), end: ({ redis }) => redis.restart() }),
  () => ({ what: 'Redis hangs', place: 'redis', begin: ({ redis }) => signal(redis, 'SIGSTOP'), end: ({ redis }) => signal(redis, 'SIGCONT') }),
  (draw) => ({ what: 'slow price service', place: 'prices', changed: asks(`http-delay=${fixed(draw(0.4, 2.5))}`, ['order'], draw(0.7, 1)) }),
  (draw) => ({ what: 'failing price service', place: 'prices', changed: asks('http-error=500', ['order'], draw(0.4, 1)) }),
  () => ({ what: 'price service killed', place: 'prices', begin: ({ prices }) => prices.kill(), end: ({ prices }) => prices.restart() }),
  () => ({ what: 'price service hangs', place: 'prices', begin: ({ prices }) => signal(prices, 'SIGSTOP'), end: ({ prices }) => signal(prices, 'SIGCONT') }),
  (draw) => ({ what: 'error burst', place: 'backend', changed: asks('error=500', all, draw(0.15, 0.7)) }),
  (draw) => ({ what: 'slow code', place: 'backend', changed: asks(`delay=${fixed(draw(0.3, 1.5))}`, all, draw(0.5, 1)) }),
  (draw) => ({ what: 'CPU hog', place: 'backend', changed: asks(`burn=${fixed(draw(0.05, 0.12))}`, ['list'], 1) }),
  (draw) => ({
    what: 'memory leak',
    place: 'backend',
    changed: asks(`leak=${fixed(draw(1, 4))}`, ['list'], 1),
    end: async ({ backend }) => {
      await send(backend.url, { kind: 'list', fault: 'free' });
    },
  }),
  (draw) => ({ what: 'traffic surge', place: 'users', times: draw(2.5, 4) }),
];

/** Further kinds: what is slow or fails in a part of the requests, or of the time. The rules for symptoms were made before these were. */
const furtherKinds: readonly ((draw: Draw) => ShopFault)[] = [
  (draw) => ({ what: 'one slow route', place: 'backend', changed: asks(`delay=${fixed(draw(0.3, 1.5))}`, ['item'], draw(0.6, 1)) }),
  (draw) => ({ what: 'one failing route', place: 'backend', changed: asks('error=500', ['item'], draw(0.4, 1)) }),
  (draw) => ({ what: 'price service unavailable', place: 'prices', changed: asks('http-error=503', ['order'], draw(0.4, 1)) }),
  (draw) => ({ what: 'price service flaps', place: 'prices', ...flapping(({ prices }) => prices, draw(500, 2000)) }),
  (draw) => ({ what: 'Redis flaps', place: 'redis', ...flapping(({ redis }) => redis, draw(500, 2000)) }),
];

/** Each kind in turn, with magnitudes of its own. @param further whether the further kinds are among them */
export function seededFaults(random: () => number, count: number, further = false): readonly ShopFault[] {
  const draw: Draw = (least, most) => least + (most - least) * random();
  const kinds = further ? [...furtherKinds, ...faultKinds] : faultKinds;
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length]?.(draw)).filter((fault) => fault !== undefined);
}

/** The place that a cause names: a file of SQLite is a database. */
export function placeNamed(cause: string): string {
  return cause.endsWith('.db') ? 'sql' : cause;
}
