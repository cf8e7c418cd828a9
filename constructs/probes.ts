/** Probes of a workload, from its lifecycle. */
import type { k8s } from 'cdk8s-plus-28';
import type { Lifecycle, Probe } from '../config/lifecycle';
import { seconds } from '../config/quantities';

type Pace = Required<Pick<k8s.Probe, 'periodSeconds' | 'timeoutSeconds' | 'failureThreshold'>>;

export function pace({ period, timeout, failures }: Probe): Pace {
  return { periodSeconds: seconds(period), timeoutSeconds: seconds(timeout), failureThreshold: failures };
}

/** Seconds between two start-up probes, so the error of a measured start. */
const startPeriod = 2;

/** Start-up probe: `initialDelaySeconds` is the busy time, and failureThreshold = ceil((longest − busy) / period). 61 s: 31 probes; 61 s of which 25 are busy: 18. */
export function startPace({ start: { longest, busy } }: Lifecycle): Pace & Pick<k8s.Probe, 'initialDelaySeconds'> {
  const delay = busy === undefined ? 0 : seconds(busy);
  return {
    ...(busy === undefined ? {} : { initialDelaySeconds: delay }),
    periodSeconds: startPeriod,
    timeoutSeconds: startPeriod,
    failureThreshold: Math.max(1, Math.ceil((seconds(longest) - delay) / startPeriod)),
  };
}
