import { held } from '../limits/limit';
import { headroomLimits } from '../limits/limits';
import { confidenceOf } from './confidence';
import type { Policy, View } from './policy';
import { headroomFor } from '../learning/stance';
import { publishedStance } from './published-stance';

/**
 * How much more load a pod may be planned for: while a forecast is trusted, or without one where that hardly harmed on any of the last days. Above 1 only by a stance whose
 * violations were worth the pods that it saves.
 */
export const headroom: Policy = {
  name: 'headroom',
  decide(view) {
    const { mode } = view.settings.headroom;
    const found = publishedStance('headroom', mode, view, offered(view));
    if (found.kind === 'refusal') return found;
    const { stance, why } = found;
    // without the replicas of its forecast nothing would make up for fuller pods
    if (stance.of !== 'nothing' && view.settings.forecast !== 'act')
      return { kind: 'refusal', policy: 'headroom', because: 'off', why: 'pods may only be fuller while the forecast acts' };
    // a forecast that is not trusted says nothing about a rush
    const wanted = stance.of === 'nothing' ? stance.headroom : headroomFor(view.forecasts, stance, view.load);
    const limited = held(headroomLimits, { policy: 'headroom', value: wanted }, view);
    if (limited.kind === 'refusal') return limited;
    return {
      kind: 'decision',
      policy: 'headroom',
      value: limited.value,
      confidence: confidenceOf(view.live),
      risk: limited.value > 1 ? 'medium' : 'low',
      acts: mode === 'act',
      reasons: [wanted < stance.headroom ? `a rush comes: ${stance.headroom} waits` : why, ...limited.reasons],
    };
  },
};

/** Where it only advises, what would be published if it acted. */
function offered({ settings, verdict }: View): Parameters<typeof publishedStance>[3] {
  return settings.headroom.mode === 'advise' ? (verdict?.advised ?? verdict) : verdict;
}
