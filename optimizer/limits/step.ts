import { presentPods } from '../learning/trial';
import type { Limit } from './limit';

/** Below this many replicas the limit does not apply. */
const smallFleet = 6;

/** At most this multiple of the replicas that the present load needs. A forecast that is more wrong must not cost money. */
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
