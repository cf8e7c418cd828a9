import { z } from 'zod';
import type { Manifests } from '../manifest';
import { view } from '../view';
import { resources, type Resource } from './container';
import { targetReference, type Scaler } from './scale-target';
import { listOf, texts } from './shape';

const containerPolicy = z.object({ containerName: z.string().default('*'), mode: z.string().nullish(), controlledResources: texts });

const spec = z.object({
  targetRef: targetReference,
  updatePolicy: z.object({ updateMode: z.string().nullish() }).nullish(),
  resourcePolicy: z.object({ containerPolicies: listOf(containerPolicy) }).nullish(),
});
export type VerticalAutoscalerSpec = z.infer<typeof spec>;

export const verticalAutoscalers = view({ group: 'autoscaling.k8s.io', kinds: ['VerticalPodAutoscaler'] }, z.object({ spec }));

export interface VerticalScaler extends Scaler {
  readonly spec: VerticalAutoscalerSpec;
}

export function verticalScalers(manifests: Manifests): readonly VerticalScaler[] {
  return verticalAutoscalers
    .of(manifests)
    .map(({ object, value }) => ({ object, spec: value.spec, target: { ...value.spec.targetRef, namespace: object.namespace } }));
}

/** `Off` recommends; every other mode changes the requests of pods, `Initial` those of each new one. */
export function updateMode({ updatePolicy }: VerticalAutoscalerSpec): string {
  return updatePolicy?.updateMode ?? 'Recreate (the default)';
}

/** Resources whose request the autoscaler would change in a container: by its own policy, by the one for `*`, or both by default. */
export function controlledResources({ resourcePolicy }: VerticalAutoscalerSpec, container: string): readonly Resource[] {
  const policies = resourcePolicy?.containerPolicies ?? [];
  const policy = policies.find(({ containerName }) => containerName === container) ?? policies.find(({ containerName }) => containerName === '*');
  if (policy?.mode === 'Off') return [];
  const stated = policy?.controlledResources ?? [];
  return stated.length === 0 ? resources : resources.filter((resource) => stated.includes(resource));
}
