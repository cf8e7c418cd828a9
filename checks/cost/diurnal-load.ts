/**
 * The load that is assumed where none is recorded, as requests per second for each hour of a week.
 *
 *   rate(h) = peak · weekday · (night + (1 − night) · (1 − cos(2π (h − 4) / 24)) / 2)
 *
 * with h the hour of the day, lowest at 4:00 and highest at 16:00; night = 0.25; weekday = 1 from Monday to Friday, and 0.6 on Saturday and Sunday. The
 * peak is a share of what the policy can serve, maxReplicas · requests per pod. 0.3 of 50 pods of 100/s: 1500/s at 16:00, 375/s at 4:00, 830/s on
 * average. The shape is an assumption.
 */
import type { ScalingPolicy } from '../../config/scaling';

const night = 0.25;
const weekend = 0.6;
const usualPeakShare = 0.3;
/** Requests per second and pod for a policy without a request-rate signal. */
const usualPerPod = 100;

/** Requests per second for each hour of a week, Monday first. @param peakShare peak as a share of what the policy can serve */
export function diurnalLoad(policy: ScalingPolicy, peakShare = usualPeakShare): readonly number[] {
  const peak = policy.maxReplicas * perPod(policy) * peakShare;
  return Array.from({ length: 7 * 24 }, (_, hour) => {
    const wave = (1 - Math.cos((2 * Math.PI * ((hour % 24) - 4)) / 24)) / 2;
    return peak * (hour < 5 * 24 ? 1 : weekend) * (night + (1 - night) * wave);
  });
}

/** Requests per second that one pod should serve. */
export function perPod({ signals: { requestRate } }: ScalingPolicy): number {
  return requestRate?.perPod ?? usualPerPod;
}
