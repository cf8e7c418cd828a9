/** A scaler that decides as Kubernetes' autoscaler does. */
import { decide, type State } from '../../autoscaler/decide';
import type { Observation } from '../../autoscaler/observation';
import { policyOf } from '../../autoscaler/policy';
import type { AutoscalerSpec } from '../../autoscaler/spec';
import { observedPods } from './observed-pods';
import type { Scaler, Seen } from './scaler';

/** @param metrics what the custom metrics API says at a sync, thousandths by name */
export function kubernetesScaler(name: string, spec: AutoscalerSpec, metrics: (seen: Seen) => Observation['metrics'] = () => ({})): Scaler {
  const policy = policyOf(spec);
  const usesPods = policy.metrics.some(({ kind }) => kind !== 'single');
  let state: State | undefined;
  return {
    name,
    sync(seen) {
      const { now, replicas } = seen;
      const decision = decide(policy, state, { now, replicas, pods: usesPods ? observedPods(seen) : [], metrics: metrics(seen) });
      state = decision;
      return decision.replicas;
    },
  };
}

/** A plain autoscaler on CPU with the behaviour that Kubernetes gives where none is stated. */
export function cpuScaler(percent: number, { minReplicas, maxReplicas }: { readonly minReplicas: number; readonly maxReplicas: number }): Scaler {
  return kubernetesScaler(`HPA CPU ${percent} %`, {
    minReplicas,
    maxReplicas,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } }],
  });
}
