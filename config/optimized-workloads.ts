/** Which workloads are optimized, and the settings of their optimizer. */
import type { Environment } from './environment';
import { registryHost } from './google/platform-images';
import { standardOptimizer, type Optimizer } from './optimizer';
import { versions } from './versions';
import { webWorkloads, type WebWorkload, type Workload } from './workload';

/** The environment's own settings, or `standardOptimizer`. */
export function optimizerOf({ optimizer: own }: Pick<Environment, 'optimizer'>): Optimizer {
  return own ?? standardOptimizer;
}

/** Whether there is one that sends spans of its own to the collectors. */
export function isOptimizerTraced(environment: Pick<Environment, 'optimizer' | 'workloads'>): boolean {
  return optimizerOf(environment).traced === true && optimizedWorkloads(environment).length > 0;
}

export function optimizerImage(environment: Pick<Environment, 'google' | 'registry' | 'optimizer'>): string {
  return optimizerOf(environment).image ?? `${registryHost(environment)}/${environment.registry.repository}/optimizer:${versions.own.optimizer}`;
}

/** The workloads that are optimized: web services with the forecast signal, whose forecast is made from their requests. Without any there is no optimizer. */
export function optimizedWorkloads({ workloads }: { readonly workloads: readonly Workload[] }): readonly WebWorkload[] {
  return webWorkloads({ workloads }).filter(({ scaling: { signals } }) => signals.forecast !== undefined && signals.requestRate !== undefined);
}
