/** The series that are copied to Google Managed Prometheus, and how many they are. */
import type { Environment } from '../environment';
import { metrics, type Job, type MetricContract } from '../telemetry';
import { cardinalityBudget, type SeriesShare } from './cardinality-budget';

/**
 * Google builds a distribution of buckets, sum and count together. Of these only the buckets are kept: one is for exemplars, whose traces are gone after days, the
 * other for a rollout that is guarded, which is over within the hour.
 */
const bucketsAlone: readonly MetricContract[] = [metrics.sampledDurationBucket, metrics.versionDurationBucket];

/** Names that are copied of a job, `up` first: Prometheus makes it for every target. */
export function copiedNames(job: Job): readonly string[] {
  const { up, ...rest } = metrics;
  const own = Object.values<MetricContract>(rest).filter((metric) => metric.job === job && !bucketsAlone.includes(metric));
  return [up.name, ...own.map(({ name }) => name)];
}

/** Parts of the budget of which nothing is copied: that histogram, and the one that Prometheus records for Jaeger's Monitor tab. */
const notCopied: readonly SeriesShare['of'][] = ['sampled operations', 'operations in ms'];

/** Most series of a copy: what the cardinality budget allows, without what is not copied. */
export function copiedSeries(environment: Pick<Environment, 'telemetry' | 'tracing' | 'alerting' | 'workloads' | 'nodePool'>): number {
  const copied = cardinalityBudget(environment).shares.filter(({ of }) => !notCopied.includes(of));
  return copied.reduce((sum, { series }) => sum + series, 0);
}
