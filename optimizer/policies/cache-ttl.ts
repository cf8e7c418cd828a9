/** The lifetime of cached entries: as short as the database can bear at the expected load, because a long lifetime means old answers. */
import { held } from '../limits/limit';
import { tunedLimits } from '../limits/limits';
import type { CacheUse } from '../measured';
import { confidenceOf, riskOf } from './confidence';
import type { Policy, Refusal, View } from './policy';

const policy = 'cache-ttl';

/**
 * Seconds with which `allowed` misses a second are left of so many times the present reads. An entry that is read λ times a second and lives for T seconds is loaded once for each λT + 1 reads, so that hits per miss
 * grow with T and with the reads (Jung, Berger and Balakrishnan, 2003).
 */
export function neededTtl({ readsPerSecond, hitRatio, ttl }: CacheUse, times: number, allowed: number): number {
  const hitsPerMiss = hitRatio / (1 - hitRatio);
  const wanted = (readsPerSecond * times) / allowed - 1;
  return wanted <= 0 ? 0 : (ttl * wanted) / (hitsPerMiss * times);
}

export const cacheTtl: Policy = {
  name: policy,
  decide(view) {
    const settings = view.settings.tuned?.cache;
    const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });
    if (settings === undefined || settings.mode === 'off') return refuse('off', 'the environment has turned it off');
    const { cache } = view.measured;
    const times = growth(view);
    if (cache === undefined) return refuse('lacking', 'reads of the cache are not measured');
    if (times === undefined) return refuse('lacking', 'there is no forecast');
    // a ratio of 0 or 1 does not show what another lifetime would do
    if (!(cache.hitRatio > 0.001 && cache.hitRatio < 0.9999)) return refuse('lacking', `a hit ratio of ${cache.hitRatio} allows no estimate`);
    const asked = Math.ceil(neededTtl(cache, times, settings.missesPerSecond));
    const limited = held(tunedLimits(cache.ttl, { ...settings, ...settings.ttl }), { policy, value: asked }, view);
    if (limited.kind === 'refusal') return limited;
    const value = Math.round(limited.value);
    if (Math.abs(value - cache.ttl) <= 0.1 * cache.ttl) return refuse('unneeded', `${value} s in place of ${cache.ttl} s would change little`);
    const because = `${(cache.readsPerSecond * times).toFixed(1)} reads/s come, ${settings.missesPerSecond} of them may miss; ${(100 * cache.hitRatio).toFixed(1)} % hit at ${cache.ttl} s: ${asked} s`;
    return {
      kind: 'decision',
      policy,
      value,
      confidence: confidenceOf(view.live),
      risk: riskOf(cache.ttl, value),
      tunables: { cacheTtlSeconds: value },
      acts: settings.mode === 'act',
      reasons: [because, ...limited.reasons],
    };
  },
};

/** The highest forecast as a multiple of the present load; undefined where either is not known. */
export function growth({ forecasts, load, lacking }: Pick<View, 'forecasts' | 'load' | 'lacking'>): number | undefined {
  if (lacking !== undefined || forecasts.length === 0 || load === undefined || !(load > 0)) return undefined;
  const most = Math.max(...forecasts.map(({ value }) => value)) / load;
  return Number.isFinite(most) ? Math.max(most, 0) : undefined;
}
