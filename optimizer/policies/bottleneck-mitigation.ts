/** What makes requests slower than usual, and the tunable that relieves it: a pool in which they wait, or a cache that lets too many through to its database. What no tunable relieves is said with what would. */
import { milliseconds, type Relief } from '../bottleneck/relief';
import { reliefOf } from '../bottleneck/relief-of';
import { excessOf, slowestPart, type Slowest } from '../bottleneck/slowest-part';
import type { RequestPart, RequestTime } from '../bottleneck/request-time';
import type { Tunables } from '../acting/tunables';
import type { Mode, WorkloadSettings } from '../config';
import { unusual } from '../incidents/symptoms';
import { held, type Limit } from '../limits/limit';
import { prewarmLimits, tunedLimits } from '../limits/limits';
import { riskOf } from './confidence';
import type { Decision, Policy, Refusal, View } from './policy';

const policy = 'bottleneck-mitigation';

/** Seconds after which what was seen of requests says nothing about now. */
const fresh = 120;

const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });

export const bottleneckMitigation: Policy = {
  name: policy,
  decide(view) {
    const { bottlenecks: mode = 'off' } = view.settings;
    if (mode === 'off') return refuse('off', 'the environment has turned it off');
    const { requestTime, now } = view;
    if (requestTime === undefined || !(Math.abs(now - requestTime.at) <= fresh))
      return refuse('lacking', 'there are no spans of its requests, or not of an hour');
    if (!isTime(requestTime))
      return refuse(
        'invalid',
        `the seconds of requests and of their parts must be numbers that are not negative, received ${JSON.stringify(requestTime.seconds)}`,
      );
    const found = slowestPart(requestTime);
    if (found.kind !== 'slowest') return found.kind === 'usual' ? refuse('unneeded', wholeText(requestTime)) : refuse('unclear', scatteredText(found.parts));
    const relief = reliefOf({ ...view, requestTime, part: found.part });
    if (relief.kind === 'none') return refuse('untunable', `${mostText(found)}: ${relief.why}`);
    return decided(view, { found, relief, requestTime, mode });
  },
};

const isTime = ({ seconds, parts }: RequestTime): boolean =>
  [seconds, ...parts.flatMap((part) => [part.seconds, part.calls])].every(({ now, usual }) => now >= 0 && usual >= 0 && now + usual < Infinity);

type Tuned = NonNullable<WorkloadSettings['tuned']>;

interface Found {
  readonly found: Slowest & { readonly kind: 'slowest' };
  readonly relief: Relief;
  readonly requestTime: RequestTime;
  readonly mode: Mode;
}

function decided(view: View, { found, relief, requestTime, mode }: Found): Decision | Refusal {
  const other = ownerOf(relief.tunable, view);
  if (other !== undefined) return refuse('taken', `${mostText(found)}: ${other} changes ${relief.tunable} already`);
  const { limits, mode: tunableMode } = boundsOf(relief, view.settings.tuned);
  const limited = held(limits, { policy, value: relief.asked }, view);
  if (limited.kind === 'refusal') return limited;
  const value = Math.floor(limited.value);
  if (value <= relief.present && relief.tunable !== 'prewarmKeys')
    return refuse('untunable', [`${mostText(found)}: ${relief.because}`, `it stays at ${relief.present}`, ...limited.reasons].join('; '));
  const after = requestTime.seconds.now - relief.recovered(value) * excessOf(found.part);
  return {
    kind: 'decision',
    policy,
    value,
    confidence: found.ofExcess * (1 - Math.exp(-found.part.deviations / unusual)),
    risk: relief.tunable === 'prewarmKeys' ? 'low' : riskOf(relief.present, value),
    tunables: tunablesOf(relief, value),
    effect: { before: requestTime.seconds.now, after: Math.max(after, 0) },
    // what the environment allows of the tunable holds for every policy
    acts: mode === 'act' && tunableMode === 'act',
    reasons: [
      mostText(found),
      relief.because,
      ...limited.reasons,
      `expected: a request takes ${milliseconds(Math.max(after, 0))} in place of ${milliseconds(requestTime.seconds.now)}`,
    ],
  };
}

function boundsOf({ tunable, present }: Relief, { cache, pool }: Partial<Tuned> = {}): { readonly limits: readonly Limit[]; readonly mode: Mode } {
  const bounded = tunable === 'poolSize' ? pool && { ...pool, ...pool.connections } : cache && { ...cache, ...cache.ttl };
  if (tunable === 'prewarmKeys' && cache !== undefined) return { limits: prewarmLimits(cache), mode: cache.mode };
  return bounded === undefined ? { limits: [], mode: 'off' } : { limits: tunedLimits(present, bounded), mode: bounded.mode };
}

function tunablesOf({ tunable, keys = [] }: Relief, value: number): Tunables {
  return tunable === 'prewarmKeys' ? { prewarmKeys: keys.slice(0, value) } : { [tunable]: value };
}

/** Another policy that changes it in this tick, or whose change of it is being watched. */
function ownerOf(tunable: Relief['tunable'], { decided: before = [], watched }: View): string | undefined {
  const now = before.find((outcome) => outcome.kind === 'decision' && outcome.policy !== policy && outcome.tunables?.[tunable] !== undefined);
  if (now !== undefined) return now.policy;
  return watched !== undefined && watched.policy !== policy && watched.changed.includes(tunable) ? watched.policy : undefined;
}

/** `backend`'s own time, or the name of a callee. */
export const partText = ({ callee }: RequestPart): string => (callee === undefined ? 'itself' : callee.name);

const wholeText = ({ seconds: { now, usual } }: RequestTime): string =>
  `a request takes ${milliseconds(now)}, usually ${milliseconds(usual)}, and no part of it is unusually long`;

const levelText = (part: RequestPart): string => `${partText(part)} ${milliseconds(part.seconds.now)}, usually ${milliseconds(part.seconds.usual)}`;

const scatteredText = (parts: readonly RequestPart[]): string => `of a request take ${parts.slice(0, 3).map(levelText).join('; ')}: none of it is most of it`;

function mostText({ part, share }: Slowest & { readonly kind: 'slowest' }): string {
  return `of a request ${levelText(part)}, which is ${(100 * share).toFixed(0)} % of it`;
}
