/** Keys that are renewed before they expire while many users come, so that none of them waits for the database. */
import type { WorkloadSettings } from '../config';
import { held } from '../limits/limit';
import { prewarmLimits } from '../limits/limits';
import type { CacheUse } from '../measured';
import { growth } from './cache-ttl';
import { confidenceOf } from './confidence';
import type { Decision, Policy, Refusal, View } from './policy';

const policy = 'prewarm';

/** The multiple of the present load, or of the last day's mean, from which a forecast counts as a peak; and of the mean, below which it is over. */
const [rise, over] = [1.1, 1];
/** A key that is read less often in its life costs more to keep than it saves. */
export const leastReads = 2;

/** Share of the reads of the best keys from which those that are warm already are as good: ranks change all the time, and each change is watched for minutes in which nothing else is tuned. */
const asGood = 0.9;

type TunedCache = NonNullable<NonNullable<WorkloadSettings['tuned']>['cache']>;

const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });
const isOff = ({ mode, prewarm: most }: TunedCache): boolean => mode === 'off' || most === 0;

export const prewarm: Policy = {
  name: policy,
  decide(view) {
    const settings = view.settings.tuned?.cache;
    if (settings === undefined || isOff(settings)) return refuse('off', 'the environment has turned it off');
    const { cache } = view.measured;
    const times = growth(view);
    if (cache === undefined || cache.keys.length === 0) return refuse('lacking', 'the reads of each key are not counted');
    if (times === undefined) return refuse('lacking', 'there is no forecast');
    const high = ofUsual(view);
    const comes = `${times.toFixed(2)} times the present load comes, and ${high.toFixed(2)} times the last day's mean`;
    if (Math.max(times, high) >= rise) return warmed(view, settings, cache, { times, comes });
    return high < over && view.warm.length > 0 ? cooled(view, settings, `${comes}: no peak`) : refuse('unneeded', `${comes}: no peak`);
  },
};

interface Coming {
  /** The highest forecast as a multiple of the present load, and both in words. */
  readonly times: number;
  readonly comes: string;
}

function warmed(view: View, settings: TunedCache, cache: CacheUse, { times, comes }: Coming): Decision | Refusal {
  const worth = cache.keys.filter(({ readsPerSecond }) => readsPerSecond * times * cache.ttl >= leastReads);
  const limited = held(prewarmLimits(settings), { policy, value: worth.length }, view);
  if (limited.kind === 'refusal') return limited;
  const best = worth.slice(0, limited.value);
  if (best.length === 0) return refuse('unneeded', `no key is read ${leastReads} times while it lives`);
  const warm = worth.filter(({ key }) => view.warm.includes(key));
  if (readsOf(warm) >= asGood * readsOf(best))
    return refuse('unneeded', `${warm.length} keys are warm, with ${readsOf(warm).toFixed(1)} reads/s of ${readsOf(best).toFixed(1)} of the best`);
  const because = `${comes}: ${best.length} keys are read at least ${leastReads} times in ${cache.ttl} s`;
  return decided(
    view,
    settings,
    best.map(({ key }) => key),
    [because, ...limited.reasons],
  );
}

/** Of a peak that is over nothing is kept warm: each key costs a read of the database in each of its lives. */
function cooled(view: View, settings: TunedCache, why: string): Decision | Refusal {
  const limited = held(prewarmLimits(settings), { policy, value: 0 }, view);
  return limited.kind === 'refusal' ? limited : decided(view, settings, [], [why, ...limited.reasons]);
}

function decided(view: View, { mode }: TunedCache, keys: readonly string[], reasons: readonly string[]): Decision {
  const confidence = confidenceOf(view.live);
  return { kind: 'decision', policy, value: keys.length, confidence, risk: 'low', tunables: { prewarmKeys: [...keys] }, acts: mode === 'act', reasons };
}

/** The highest forecast as a multiple of the last day's mean; 0 where that is not known. */
function ofUsual({ forecasts, usual = 0 }: View): number {
  return usual > 0 ? Math.max(...forecasts.map(({ value }) => value), 0) / usual : 0;
}

function readsOf(keys: CacheUse['keys']): number {
  return keys.reduce((sum, { readsPerSecond }) => sum + readsPerSecond, 0);
}
