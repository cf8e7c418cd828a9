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
  /** Containers beside it, whose requests stay as they are. @default - none */
  readonly beside?: readonly string[];
  /**
   * `recommend` changes nothing; `start` states the CPU request of each new pod and touches none that runs; `apply` moves it, in place where the node allows it,
   * and else by evicting the pod.
   */
  readonly mode: 'recommend' | 'start' | 'apply';
}

const updateModes = { recommend: UpdateMode.OFF, start: UpdateMode.INITIAL, apply: UpdateMode.IN_PLACE_OR_RECREATE } as const;

/**
 * Right-sizing of one workload. Where a horizontal autoscaler works on CPU or memory it may only recommend. Elsewhere it moves the CPU request alone:
 * a live memory resize would leave GOMEMLIMIT stale, so memory changes by proposal.
 */
export function verticalAutoscaler(scope: Construct, id: string, { name, target, sizing, beside = [], mode }: VerticalAutoscalerProps): VerticalPodAutoscaler {
  const { cpu, memory } = sizing;
  return new VerticalPodAutoscaler(scope, id, {
    metadata: { name },
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: target, name },
      // the updater skips workloads with fewer replicas than this, and it may only evict where another pod serves meanwhile
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
