import type { ScaledWorkload } from './scaled-workload';

/** Adds the policy's spare replicas. @param replicas PromQL */
export function withSpare({ policy: { spare = 0 } }: ScaledWorkload, replicas: string): string {
  return spare === 0 ? replicas : `(${replicas} + ${spare})`;
}
