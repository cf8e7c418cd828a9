/** Which series are copied to Google Managed Prometheus, and how many there are. */
import type { Environment } from '../environment';
import { metrics, type Job, type MetricContract } from '../telemetry';
import { cardinalityBudget, type SeriesShare } from './cardinality-budget';

/**
 * Histograms that are not copied. Google makes a distribution of buckets, sum and count, and Prometheus keeps only the buckets of these two. Neither is of use for long: one
 * carries exemplars, whose traces are deleted after days; the other is for a guarded rollout, which is over within an hour.
 */
const bucketsAlone: readonly MetricContract[] = [metrics.sampledDurationBucket, metrics.versionDurationBucket];

/** Names of the metrics of one job that are copied. `up`, which Prometheus adds for every target, is the first; the time that a scrape took is of use for an hour. */
export function copiedNames(job: Job): readonly string[] {
  const { up, scrapeSeconds: _, ...rest } = metrics;
  const own = Object.values<MetricContract>(rest).filter((metric) => metric.job === job && !bucketsAlone.includes(metric));
  return [up.name, ...own.map(({ name }) => name)];
}

/** Parts of the cardinality budget that are not copied: the histogram with exemplars, the one that Prometheus records for Jaeger's Monitor tab, and the keys that the optimizer reads. */
const notCopied: readonly SeriesShare['of'][] = ['sampled operations', 'operations in ms', 'keys'];

/** The most series that are copied: the cardinality budget without the parts that are not copied. */
export function copiedSeries(environment: Pick<Environment, 'telemetry' | 'tracing' | 'alerting' | 'workloads' | 'nodePool' | 'optimizer'>): number {
  const copied = cardinalityBudget(environment).shares.filter(({ of }) => !notCopied.includes(of));
  return copied.reduce((sum, { series }) => sum + series, 0);
}
