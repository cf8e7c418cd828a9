import { presentPods } from '../learning/trial';
import type { Limit } from './limit';

/** Below this many replicas a step is none. */
const smallFleet = 6;

/** Of what the present load needs, so many times as many replicas. A forecast that is wrong by more must not be paid for. */
export const step: Limit = ({ value: asked }, { settings, load }) => {
  const times = settings.limits.step;
  const present = presentPods(settings, load);
  const value = Math.min(asked, Math.max(Math.floor(times * present), smallFleet));
  return {
    kind: 'held',
    value,
    reasons: value === asked ? [] : [`at most ${times} times what the load needs now (${present}): ${value} in place of ${asked}`],
  };
};
