import { held } from '../limits/limit';
import { headroomLimits } from '../limits/limits';
import { confidenceOf } from './confidence';
import type { Policy } from './policy';
import { headroomFor } from '../learning/stance';
import { trustedStance } from './trusted-stance';

/** How much more load a pod may be planned for while a forecast is trusted. Above 1 only by a stance that had no more violations on the last day. */
export const headroom: Policy = {
  name: 'headroom',
  decide(view) {
    const { mode } = view.settings.headroom;
    const found = trustedStance('headroom', mode, view);
    if (found.kind === 'refusal') return found;
    // without the forecast's replicas nothing would make up for fuller pods
    if (view.settings.forecast !== 'act')
      return { kind: 'refusal', policy: 'headroom', because: 'off', why: 'pods may only be fuller while the forecast acts' };
    const wanted = headroomFor(view.forecasts, found.stance, view.load);
    const limited = held(headroomLimits, { policy: 'headroom', value: wanted }, view);
    if (limited.kind === 'refusal') return limited;
    return {
      kind: 'decision',
      policy: 'headroom',
      value: limited.value,
      confidence: confidenceOf(view.live),
      risk: limited.value > 1 ? 'medium' : 'low',
      acts: mode === 'act',
      reasons: [wanted < found.stance.headroom ? `a rush comes: ${found.stance.headroom} waits` : found.why, ...limited.reasons],
    };
  },
};
