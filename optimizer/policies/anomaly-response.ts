/** The response to an anomaly of the load: no pod is removed while its cause is unknown, some are added within a cap, and our own change is undone if it came just before. */
import { held } from '../limits/limit';
import { anomalyLimits } from '../limits/limits';
import type { WatchedSignal } from '../acting/watched-signal';
import { correlation } from '../timeseries/correlation';
import type { Decision, Policy, Refusal, View } from './policy';

const policy = 'anomaly-response';

/** Seconds for which an anomaly is one, and in which a change of ours before it may be its cause. */
const [lasting, before] = [1800, 900];
/** Replicas of an anomaly over those that are there. */
const raised = 1.25;
/** Signals that are told. */
const told = 3;

export interface Suspect {
  readonly signal: string;
  readonly correlation: number;
}

/** The signals that went with the load, or against it, in the last hour, the most alike first. */
export function suspects(signals: readonly WatchedSignal[]): readonly Suspect[] {
  return signals
    .flatMap(({ name, samples }) => {
      const pick = (of: (sample: (typeof samples)[number]) => number): Float64Array => Float64Array.from(samples, of);
      const found = correlation(
        pick(({ load }) => load),
        pick(({ value }) => value),
      );
      return found.ok ? [{ signal: name, correlation: found.value }] : [];
    })
    .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation))
    .slice(0, told);
}

const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });

export const anomalyResponse: Policy = {
  name: policy,
  decide(view) {
    const settings = view.settings.anomalies;
    if (settings === undefined || settings.mode === 'off') return refuse('off', 'the environment has turned it off');
    const { anomaly, measured, now } = view;
    if (anomaly === undefined || isOver(anomaly.at, now)) return refuse('unneeded', 'the load is like its past');
    if (!((measured.replicas ?? 0) > 0)) return refuse('lacking', 'the number of ready replicas is not known');
    const replicas = measured.replicas ?? 0;
    const asked = askedBefore(view, anomaly.at) ?? Math.ceil(replicas * raised);
    const limited = held(anomalyLimits(settings.cap), { policy, value: asked }, view);
    if (limited.kind === 'refusal') return limited;
    const because = `the load is ${anomaly.deviations.toFixed(1)} deviations from its past: ${replicas} replicas are held, ${asked} are wanted`;
    return {
      kind: 'decision',
      policy,
      value: limited.value,
      confidence: confidenceIn(anomaly.deviations),
      risk: 'low',
      ...ownChange(view),
      acts: settings.mode === 'act',
      reasons: [because, ...alike(measured.signals), ...limited.reasons],
    };
  },
};

const isOver = (at: number, now: number): boolean => now - at > lasting || now < at;

/** What was asked for at its begin stays: replicas follow it, and would raise it without end. */
function askedBefore({ made }: View, since: number): number | undefined {
  return made.get(policy)?.findLast(({ at }) => at >= since)?.value;
}

function confidenceIn(deviations: number): number {
  return deviations > 0 ? 1 - Math.exp(-deviations / 3) : 0;
}

/** Whether a change of ours came so shortly before the anomaly that it may be the cause. */
function ownChange({ anomaly, changedAt }: View): Pick<Decision, 'reverts'> {
  const since = (anomaly?.at ?? Number.NaN) - (changedAt ?? Number.NaN);
  return { reverts: since >= 0 && since <= before };
}

function alike(signals: readonly WatchedSignal[]): readonly string[] {
  const found = suspects(signals).map(({ signal, correlation: alikeness }) => `${signal} ${alikeness.toFixed(2)}`);
  return found.length > 0 ? [`most alike in the last hour: ${found.join(', ')}`] : [];
}
