import { z } from 'zod';
import type { Manifests } from '../manifest';
import { view } from '../view';
import { resources, type Resource } from './container';
import { quantity } from './quantity';
import { targetReference, type Scaler } from './scale-target';
import { amounts, listOf, texts } from './shape';

const containerPolicy = z.object({
  containerName: z.string().default('*'),
  mode: z.string().nullish(),
  controlledResources: texts,
  maxAllowed: amounts,
});

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

/** Update mode: `Off` only recommends, `Initial` changes the requests of new pods, and every other mode those of running pods too. */
export function updateMode({ updatePolicy }: VerticalAutoscalerSpec): string {
  return updatePolicy?.updateMode ?? 'Recreate (the default)';
}

/** Resources whose request the autoscaler would change in a container: by its own policy, by the one for `*`, or both by default. */
export function controlledResources({ resourcePolicy }: VerticalAutoscalerSpec, container: string): readonly Resource[] {
  const policy = policyOf({ resourcePolicy }, container);
  if (policy?.mode === 'Off') return [];
  const stated = policy?.controlledResources ?? [];
  return stated.length === 0 ? resources : resources.filter((resource) => stated.includes(resource));
}

/** The most that the autoscaler may request for a container. @returns undefined when it has no bound */
export function mostAllowed(spec: VerticalAutoscalerSpec, container: string, resource: Resource): number | undefined {
  return quantity(policyOf(spec, container)?.maxAllowed[resource]);
}

function policyOf({ resourcePolicy }: Pick<VerticalAutoscalerSpec, 'resourcePolicy'>, container: string): z.infer<typeof containerPolicy> | undefined {
  const policies = resourcePolicy?.containerPolicies ?? [];
  return policies.find(({ containerName }) => containerName === container) ?? policies.find(({ containerName }) => containerName === '*');
}
