import { replicasFor } from '../learning/stance';
import { perPodOf } from '../learning/trial';
import { bounded, stepLimited } from './limits';
import type { Policy } from './policy';
import { trustedStance } from './trusted-stance';

/** Replicas for the load that comes while a pod starts. The autoscaler takes the largest of its signals, so this can add pods and never take one. */
export const replicaForecast: Policy = {
  name: 'replica-forecast',
  decide(view) {
    const { settings, forecasts, load } = view;
    const found = trustedStance('replica-forecast', settings.forecast, view);
    if (found.kind === 'refusal') return found;
    const { scaling } = settings;
    const perPod = perPodOf(settings);
    const asked = replicasFor(forecasts, found.stance, perPod);
    const present = Math.ceil((load ?? 0) / perPod);
    const stepped = stepLimited(asked, present);
    const { value, reasons } = bounded(stepped.value, 0, Math.min(scaling.signals.forecast?.cap ?? scaling.maxReplicas, scaling.maxReplicas));
    const highest = Math.max(...forecasts.map((forecast) => forecast[found.stance.of]));
    const because = `${highest.toFixed(1)} requests/s at ${perPod} a pod and a headroom of ${found.stance.headroom}: ${asked} replicas`;
    return {
      kind: 'decision',
      policy: 'replica-forecast',
      value,
      acts: settings.forecast === 'act',
      reasons: [because, ...stepped.reasons, ...reasons, found.why],
    };
  },
};
