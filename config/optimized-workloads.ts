/** Which workloads are optimized, and the settings of their optimizer. */
import type { Environment } from './environment';
import { forecastLoadOf } from './forecast-load';
import { registryHost } from './google/platform-images';
import { standardOptimizer, type Optimizer } from './optimizer';
import { versions } from './versions';
import { scaledWorkloads, type ScaledKind } from './workload';

/** The environment's own settings, or `standardOptimizer`. */
export function optimizerOf({ optimizer: own }: Pick<Environment, 'optimizer'>): Optimizer {
  return own ?? standardOptimizer;
}

export function optimizerImage(environment: Pick<Environment, 'google' | 'registry' | 'optimizer'>): string {
  return optimizerOf(environment).image ?? `${registryHost(environment)}/${environment.registry.repository}/optimizer:${versions.own.optimizer}`;
}

/** The workloads that are optimized: those with the forecast signal and a load that can be forecast. Without any there is no optimizer. */
export function optimizedWorkloads(environment: Pick<Environment, 'workloads' | 'telemetry'>): readonly ScaledKind[] {
  return scaledWorkloads(environment).filter((workload) => forecastLoadOf(workload, environment) !== undefined);
}
