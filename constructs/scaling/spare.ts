import type { ScaledWorkload } from './scaled-workload';

/** Replicas, and those that the policy has spare. @param replicas PromQL */
export function withSpare({ policy: { spare = 0 } }: ScaledWorkload, replicas: string): string {
  return spare === 0 ? replicas : `(${replicas} + ${spare})`;
}
