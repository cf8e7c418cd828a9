/** What is asked of Prometheus: recorded series of the telemetry contract alone. */
import { recorded } from '../config/telemetry';
import type { WorkloadSettings } from './config';

/**
 * Mean requests a second of the `bin` seconds before each step. A bin of which the tracing chain was proven alive in less than four fifths is none: what a dead source
 * counts is not a load. Of one workload, or of all at once.
 */
export function meanLoad(bin: number, workload?: Pick<WorkloadSettings, 'namespace' | 'deployment'>): string {
  const of = workload === undefined ? '' : `{namespace="${workload.namespace}",deployment="${workload.deployment}"}`;
  const counts = (series: string): string => `max by (namespace, deployment) (count_over_time(${series}${of}[${bin}s]))`;
  // many series of one workload are one count, so that the answer still has them all and only this workload is refused
  return `avg_over_time(${recorded.requestRate}${of}[${bin}s]) and on (namespace, deployment) (${counts(recorded.spansAlive)} >= 0.8 * ${counts(recorded.requestRate)})`;
}

/** When the load of each workload was last proven to be measured, seconds since 1970; nothing where the tracing chain is not proven alive. */
export const measuredAt = `timestamp(${recorded.spansAlive})`;
