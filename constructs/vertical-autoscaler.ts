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
  /** Other containers of the pod, whose requests stay unchanged. @default - none */
  readonly beside?: readonly string[];
  /**
   * `recommend` changes nothing. `start` sets the CPU request of new pods and leaves running pods alone. `apply` changes the request of running pods, in place where the node
   * allows it, else by evicting the pod.
   */
  readonly mode: 'recommend' | 'start' | 'apply';
}

const updateModes = { recommend: UpdateMode.OFF, start: UpdateMode.INITIAL, apply: UpdateMode.IN_PLACE_OR_RECREATE } as const;

/**
 * Right-sizing of one workload. Where a horizontal autoscaler reads CPU or memory, only `recommend` is allowed. Elsewhere it changes only the CPU request:
 * a live memory resize would leave GOMEMLIMIT stale, so memory changes by proposal.
 */
export function verticalAutoscaler(scope: Construct, id: string, { name, target, sizing, beside = [], mode }: VerticalAutoscalerProps): VerticalPodAutoscaler {
  const { cpu, memory } = sizing;
  return new VerticalPodAutoscaler(scope, id, {
    metadata: { name },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: target, name },
      // the updater skips workloads with fewer replicas; with 2 it evicts a pod only where another one serves meanwhile
      updatePolicy: { updateMode: updateModes[mode], minReplicas: mode === 'apply' ? 2 : 1 },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: name,
            mode: ContainerMode.AUTO,
            controlledResources: mode === 'recommend' ? ['cpu', 'memory'] : ['cpu'],
            controlledValues: ControlledValues.REQUESTS_ONLY,
            minAllowed: { cpu: MinAllowed.fromString(cpu.min), memory: MinAllowed.fromString(memory.min) },
            maxAllowed: { cpu: MaxAllowed.fromString(cpu.max), memory: MaxAllowed.fromString(memory.max) },
          },
          ...beside.map((containerName) => ({ containerName, mode: ContainerMode.OFF })),
        ],
      },
    },
  });
}
