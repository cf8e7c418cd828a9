import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { addNewerFields } from './newer-fields';

export interface CpuAutoscalerProps {
  /** Name of the autoscaler, its Deployment and the container whose CPU it reads. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Percent of the CPU request. */
  readonly utilization: number;
}

/** Scales a stateless component of the platform on its own CPU, which needs neither Prometheus nor an adapter. */
export function cpuAutoscaler(scope: Construct, id: string, { name, min, max, utilization }: CpuAutoscalerProps): void {
  const autoscaler = new k8s.KubeHorizontalPodAutoscalerV2(scope, id, {
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: { container: name, name: 'cpu', target: { type: 'Utilization', averageUtilization: utilization } },
        },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
        scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
      },
    },
  });
  // the controller's default, stated explicitly: for these components one pod more or less does not matter
  addNewerFields(autoscaler, JsonPatch.add('/spec/behavior/scaleUp/tolerance', '0.1'), JsonPatch.add('/spec/behavior/scaleDown/tolerance', '0.1'));
}
