import { unitOfLoad } from '../config';
import { headroomFor, replicasFor } from '../learning/stance';
import { perPodOf } from '../learning/trial';
import { held } from '../limits/limit';
import { forecastLimits } from '../limits/limits';
import { confidenceOf } from './confidence';
import type { Policy } from './policy';
import { trustedStance } from './published-stance';

/** Replicas for the load that comes while a pod starts. The autoscaler takes the largest of its signals, so this can add pods and never take one. */
export const replicaForecast: Policy = {
  name: 'replica-forecast',
  decide(view) {
    const { settings, forecasts } = view;
    const found = trustedStance('replica-forecast', settings.forecast, view);
    if (found.kind === 'refusal') return found;
    const perPod = perPodOf(settings);
    const headroom = headroomFor(forecasts, found.stance, view.load);
    const asked = replicasFor(forecasts, { ...found.stance, headroom }, perPod);
    const limited = held(forecastLimits, { policy: 'replica-forecast', value: asked }, view);
    if (limited.kind === 'refusal') return limited;
    const highest = Math.max(...forecasts.map((forecast) => forecast[found.stance.of]));
    const because = `${highest.toFixed(1)} ${unitOfLoad(settings)} at ${perPod} a pod and a headroom of ${headroom}: ${asked} replicas`;
    return {
      kind: 'decision',
      policy: 'replica-forecast',
      value: limited.value,
      confidence: confidenceOf(view.live),
      // too many pods cost money, but no request waits
      risk: 'low',
      acts: settings.forecast === 'act',
      reasons: [because, ...limited.reasons, found.why],
    };
  },
};
