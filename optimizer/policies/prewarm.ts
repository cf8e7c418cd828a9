/** Keys that are renewed before they expire while many users come, so that none of them waits for the database. */
import type { Mode } from '../config';
import { held } from '../limits/limit';
import { prewarmLimits } from '../limits/limits';
import { growth } from './cache-ttl';
import { confidenceOf } from './confidence';
import type { Policy, Refusal } from './policy';

const policy = 'prewarm';

/** The multiple of the present load from which a forecast counts as a peak. */
const rise = 1.1;
/** A key that is read less often in its life costs more to keep than it saves. */
const leastReads = 2;

const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });
const isOff = ({ mode, prewarm: most }: { readonly mode: Mode; readonly prewarm: number }): boolean => mode === 'off' || most === 0;

export const prewarm: Policy = {
  name: policy,
  decide(view) {
    const settings = view.settings.tuned?.cache;
    if (settings === undefined || isOff(settings)) return refuse('off', 'the environment has turned it off');
    const { cache } = view.measured;
    const times = growth(view);
    if (cache === undefined || cache.keys.length === 0) return refuse('lacking', 'the reads of each key are not counted');
    if (times === undefined) return refuse('lacking', 'there is no forecast');
    if (times < rise) return refuse('unneeded', `${times.toFixed(2)} times the present load comes: no peak`);
    const worth = cache.keys.filter(({ readsPerSecond }) => readsPerSecond * times * cache.ttl >= leastReads);
    const limited = held(prewarmLimits(settings), { policy, value: worth.length }, view);
    if (limited.kind === 'refusal') return limited;
    const keys = worth.slice(0, limited.value).map(({ key }) => key);
    if (keys.length === 0) return refuse('unneeded', `no key is read ${leastReads} times while it lives`);
    return {
      kind: 'decision',
      policy,
      value: keys.length,
      confidence: confidenceOf(view.live),
      risk: 'low',
      tunables: { prewarmKeys: keys },
      acts: settings.mode === 'act',
      reasons: [
        `${times.toFixed(2)} times the present load comes: ${keys.length} keys are read at least ${leastReads} times in ${cache.ttl} s`,
        ...limited.reasons,
      ],
    };
  },
};
