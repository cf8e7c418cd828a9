/** How the kubelet asks a web service, from the workload's lifecycle. */
import type { k8s } from 'cdk8s-plus-28';
import type { Lifecycle, Probe } from '../config/lifecycle';
import { seconds } from '../config/quantities';

type Pace = Required<Pick<k8s.Probe, 'periodSeconds' | 'timeoutSeconds' | 'failureThreshold'>>;

export function pace({ period, timeout, failures }: Probe): Pace {
  return { periodSeconds: seconds(period), timeoutSeconds: seconds(timeout), failureThreshold: failures };
}

/** Seconds between two looks at a container that starts: what a start may seem longer than it was. */
const startPeriod = 2;

/** As many looks as fill the longest start, none while it is busy. 61 s: 31; 61 s of which it is busy for 25: 18. */
export function startPace({ start: { longest, busy } }: Lifecycle): Pace & Pick<k8s.Probe, 'initialDelaySeconds'> {
  const delay = busy === undefined ? 0 : seconds(busy);
  return {
    ...(busy === undefined ? {} : { initialDelaySeconds: delay }),
    periodSeconds: startPeriod,
    timeoutSeconds: startPeriod,
    failureThreshold: Math.max(1, Math.ceil((seconds(longest) - delay) / startPeriod)),
  };
}
