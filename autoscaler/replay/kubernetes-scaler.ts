/** A scaler that decides with the algorithm of Kubernetes' autoscaler (decide.ts). */
import { decide, type State } from '../decide';
import type { Observation } from '../observation';
import { policyOf } from '../policy';
import type { AutoscalerSpec } from '../spec';
import { observedPods, type Sampling } from './observed-pods';
import type { Scaler, Seen } from './scaler';

export interface KubernetesScalerOptions {
  readonly name: string;
  readonly spec: AutoscalerSpec;
  readonly sampling: Sampling;
  /** Values of the custom metrics API at a sync, thousandths by name. @default - nothing */
  readonly metrics?: (seen: Seen) => Observation['metrics'];
}

const none: Observation['metrics'] = {};

export function kubernetesScaler({ name, spec, sampling, metrics = () => none }: KubernetesScalerOptions): Scaler {
  const policy = policyOf(spec);
  const usesPods = policy.metrics.some(({ kind }) => kind !== 'single');
  let state: State | undefined;
  return {
    name,
    sync(seen) {
      const { now, replicas } = seen;
      const decision = decide(policy, state, { now, replicas, pods: usesPods ? observedPods(sampling, seen) : [], metrics: metrics(seen) });
      state = decision;
      return decision.replicas;
    },
  };
}

export interface CpuScalerOptions {
  readonly percent: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly sampling: Sampling;
}

/** A plain autoscaler on CPU utilization with Kubernetes' default behaviour. */
export function cpuScaler({ percent, minReplicas, maxReplicas, sampling }: CpuScalerOptions): Scaler {
  const metrics = [{ type: 'Resource' as const, resource: { name: 'cpu', target: { type: 'Utilization' as const, averageUtilization: percent } } }];
  return kubernetesScaler({ name: `HPA CPU ${percent} %`, spec: { minReplicas, maxReplicas, metrics }, sampling });
}
