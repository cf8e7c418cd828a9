/** Fewer questions to a database, where a cache in front of it misses more than usual: entries that live longer, or else keys that are kept warm. */
import type { WorkloadSettings } from '../config';
import type { CacheUse } from '../measured';
import { neededTtl } from '../policies/cache-ttl';
import { leastReads } from '../policies/prewarm';
import { rose } from './lately';
import type { Level } from './request-time';
import { grown, none, type Asked, type NoRelief, type Relief } from './relief';

/** Share of the reads that miss more than usual, from which on it counts; and the fewest that usually miss, so that a cache that never did may miss a little. */
const [noticeable, fewest] = [0.02, 0.001];

export function byCache({ part, measured, settings, warm, now }: Asked): Relief | NoRelief {
  const { now: present, usual } = part.calls;
  const more = `${part.callee?.name ?? ''} is asked ${present.toFixed(2)} times a request, usually ${usual.toFixed(2)}`;
  const missed = rose(measured.signals, 'missed reads', { now, by: noticeable });
  if (missed === undefined || missed.now < grown * missed.usual)
    return none(`${more}, and no cache that is measured misses more than usual: what is asked for has changed, which no tunable relieves`);
  const misses = `${more}: ${percent(missed.now)} of the reads miss the cache, usually ${percent(missed.usual)}`;
  const tuned = settings.tuned?.cache;
  return tuned === undefined || tuned.mode === 'off' ? none(`${misses}; the cache may not be tuned`) : fewer(measured.cache, tuned, { missed, misses, warm });
}

interface Missed {
  readonly missed: Level;
  readonly misses: string;
  readonly warm: readonly string[];
}

function fewer(cache: CacheUse | undefined, tuned: TunedCache, { missed, misses, warm }: Missed): Relief | NoRelief {
  if (cache === undefined || !(missed.now < 0.999)) return none(`${misses}; it keeps nothing, whatever the lifetime of its entries`);
  const found: Missing = { cache: { ...cache, hitRatio: 1 - missed.now }, now: missed.now, usual: Math.max(missed.usual, fewest), because: misses };
  const longer = byLifetime(found);
  return longer.present < tuned.ttl.most
    ? longer
    : (byKeys(found, tuned, warm) ?? none(`${misses}; its entries live as long as they may, ${tuned.ttl.most} s`));
}

interface Missing {
  /** With the share of hits that it has now. */
  readonly cache: CacheUse;
  /** Shares of the reads. */
  readonly now: number;
  readonly usual: number;
  readonly because: string;
}

/** The lifetime with which as many reads miss as usual, by the formula of `cache-ttl`. */
function byLifetime({ cache, now, usual, because }: Missing): Relief {
  const asked = Math.ceil(neededTtl({ ...cache, readsPerSecond: 1 }, 1, usual));
  const missesWith = (ttl: number): number => 1 / (1 + ((1 - now) / now) * (ttl / cache.ttl));
  return {
    kind: 'relief',
    tunable: 'cacheTtlSeconds',
    present: cache.ttl,
    asked,
    because: `${because} at ${cache.ttl} s; as few would at ${asked} s`,
    recovered: (ttl) => Math.min(Math.max((now - missesWith(ttl)) / (now - usual), 0), 1),
  };
}

/** Undefined where none is worth it that is not warm already. A key of λ reads a second that lives for T seconds misses λ / (λT + 1) times a second, and a warm one never. */
function byKeys({ cache, now, usual, because }: Missing, tuned: TunedCache, warm: readonly string[]): Relief | undefined {
  if (!(cache.readsPerSecond > 0 && cache.readsPerSecond < Infinity)) return undefined;
  const worth = cache.keys.filter(({ readsPerSecond }) => readsPerSecond * cache.ttl >= leastReads && readsPerSecond < Infinity).slice(0, tuned.prewarm);
  const cold = worth.filter(({ key }) => !warm.includes(key));
  if (cold.length === 0) return undefined;
  const saved = (count: number): number =>
    worth
      .slice(0, count)
      .filter(({ key }) => !warm.includes(key))
      .reduce((sum, { readsPerSecond }) => sum + readsPerSecond / (readsPerSecond * cache.ttl + 1), 0) / cache.readsPerSecond;
  return {
    kind: 'relief',
    tunable: 'prewarmKeys',
    present: warm.length,
    asked: worth.length,
    keys: worth.map(({ key }) => key),
    because: `${because}, at the ${cache.ttl} s that an entry may live at most; ${worth.length} keys are worth to be kept warm`,
    recovered: (count) => Math.min(Math.max(saved(count) / (now - usual), 0), 1),
  };
}

type TunedCache = NonNullable<NonNullable<WorkloadSettings['tuned']>['cache']>;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
