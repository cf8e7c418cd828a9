/** Google Managed Prometheus, as a copy for the long term: Google keeps it for 24 months. Scaling and alerts stay with the platform's own Prometheus. */
import { z } from 'zod';
import { cardinalityBudget, type SeriesShare } from './budgets/cardinality-budget';
import type { Environment } from './environment';
import { duration } from './quantities';
import { metrics, type Job, type MetricContract } from './telemetry';

export const managedPrometheus = z.discriminatedUnion('kind', [
  /** Nothing is collected, and nothing of Google's runs for it. */
  z.strictObject({ kind: z.literal('off') }),
  /** The contract's metrics go to Google as well; each sample is paid. */
  z.strictObject({
    kind: z.literal('copy'),
    /** Time between two samples of a series: `60s` is as fine as Google keeps them beyond their first week. */
    interval: duration,
  }),
]);

/** Google builds a distribution of buckets, sum and count together. This histogram has its buckets alone, for exemplars whose traces are gone after days. */
const bucketsAlone: MetricContract = metrics.sampledDurationBucket;

/** Names that are copied of a job, `up` first: Prometheus makes it for every target. */
export function copiedNames(job: Job): readonly string[] {
  const { up, ...rest } = metrics;
  const own = Object.values<MetricContract>(rest).filter((metric) => metric.job === job && metric.name !== bucketsAlone.name);
  return [up.name, ...own.map(({ name }) => name)];
}

/** Parts of the budget of which nothing is copied: that histogram, and the one that Prometheus records for Jaeger's Monitor tab. */
const notCopied: readonly SeriesShare['of'][] = ['sampled operations', 'operations in ms'];

/** Most series of a copy: what the cardinality budget allows, without what is not copied. */
export function copiedSeries(environment: Pick<Environment, 'telemetry' | 'tracing' | 'alerting' | 'workloads' | 'nodePool'>): number {
  const copied = cardinalityBudget(environment).shares.filter(({ of }) => !notCopied.includes(of));
  return copied.reduce((sum, { series }) => sum + series, 0);
}
