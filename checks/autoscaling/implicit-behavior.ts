import { horizontalAutoscalers, type ScalingRules } from '../objects/horizontal-autoscaler';
import { check } from '../check';

export const implicitBehavior = check({
  id: 'autoscaling/implicit-behavior',
  title: 'scale-up and scale-down behavior is stated in full, tolerance included',
  why: 'A field that is left out gets a default that was not reviewed: the tolerance of 0.1 stops at 48 replicas when 50 are wanted, and scale-in may take all pods at once.',
  find: (manifests) =>
    horizontalAutoscalers.of(manifests).flatMap(({ object, value: { spec } }) =>
      (['scaleUp', 'scaleDown'] as const).flatMap((direction) => {
        const missing = missingParts(spec.behavior?.[direction]);
        if (missing.length === 0) return [];
        return [
          {
            subject: object,
            problem: `spec.behavior.${direction} states no ${missing.join(', no ')}`,
            fix: `state it in config/scaling.ts (behavior.${direction === 'scaleUp' ? 'up' : 'down'}) and make sure that it reaches the manifest`,
          },
        ];
      }),
    ),
});

function missingParts(rules: ScalingRules | null | undefined): readonly string[] {
  return [
    ...((rules?.stabilizationWindowSeconds ?? undefined) === undefined ? ['stabilizationWindowSeconds'] : []),
    ...((rules?.policies ?? []).length === 0 ? ['policies'] : []),
    ...((rules?.tolerance ?? undefined) === undefined ? ['tolerance'] : []),
  ];
}
