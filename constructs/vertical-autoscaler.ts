import type { Construct } from 'constructs';
import type { Sizing } from '../config/sizing';
import {
  VerticalPodAutoscaler,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesControlledValues as ControlledValues,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed as MaxAllowed,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed as MinAllowed,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMode as ContainerMode,
  VerticalPodAutoscalerSpecUpdatePolicyUpdateMode as UpdateMode,
} from '../imports/autoscaling.k8s.io';

export interface VerticalAutoscalerProps {
  readonly name: string;
  readonly target: 'Deployment' | 'StatefulSet';
  readonly sizing: Sizing;
  /** `recommend` changes nothing; `apply` moves the CPU request, in place where the node allows it. */
  readonly mode: 'recommend' | 'apply';
}

/**
 * Right-sizing of one workload. Where a horizontal autoscaler works on CPU or memory it may only recommend. Elsewhere it moves the CPU request alone:
 * a live memory resize would leave GOMEMLIMIT stale, so memory changes by proposal.
 */
export function verticalAutoscaler(scope: Construct, id: string, { name, target, sizing, mode }: VerticalAutoscalerProps): VerticalPodAutoscaler {
  const { cpu, memory } = sizing;
  return new VerticalPodAutoscaler(scope, id, {
    metadata: { name },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: target, name },
      // the updater skips workloads with fewer replicas than this, and most of the platform runs one or two
      updatePolicy: { updateMode: mode === 'apply' ? UpdateMode.IN_PLACE_OR_RECREATE : UpdateMode.OFF, minReplicas: 1 },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: name,
            mode: ContainerMode.AUTO,
            controlledResources: mode === 'apply' ? ['cpu'] : ['cpu', 'memory'],
            controlledValues: ControlledValues.REQUESTS_ONLY,
            minAllowed: { cpu: MinAllowed.fromString(cpu.min), memory: MinAllowed.fromString(memory.min) },
            maxAllowed: { cpu: MaxAllowed.fromString(cpu.max), memory: MaxAllowed.fromString(memory.max) },
          },
        ],
      },
    },
  });
}
