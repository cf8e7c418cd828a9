import { copiedNames, copiedSeries } from '../../../config/budgets/copied-series';
import { jobs, metrics, type MetricContract } from '../../../config/telemetry';
import { environmentWith } from '../../environment-with';

const all = Object.values<MetricContract>(metrics);

test('every metric of the telemetry contract is copied by its own job, except histograms of which only buckets are kept and what Prometheus says of its own scrapes', () => {
  const copied = new Set(Object.values(jobs).flatMap((job) => copiedNames(job)));
  expect(all.map(({ name }) => name).filter((name) => !copied.has(name))).toEqual([
    metrics.versionDurationBucket.name,
    metrics.sampledDurationBucket.name,
    metrics.scrapeSeconds.name,
  ]);
  expect(copiedNames(jobs.kubeletSelf)).toEqual(['up', 'kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes']);
});

test('a job without a metric in the telemetry contract still copies `up`', () => {
  expect(copiedNames(jobs.jaeger)).toEqual(['up']);
});

// Google combines them into one distribution, and drops an incomplete histogram
test('buckets are copied together with their sum and their count', () => {
  const copied = new Set(Object.values(jobs).flatMap((job) => copiedNames(job)));
  const histograms = [...copied].filter((name) => name.endsWith('_bucket')).map((name) => name.replace(/_bucket$/, ''));
  expect(histograms.length).toBeGreaterThan(2);
  for (const histogram of histograms) expect([histogram, copied.has(`${histogram}_sum`), copied.has(`${histogram}_count`)]).toEqual([histogram, true, true]);
});

test('a copy has the series of the cardinality budget, without the histograms that are not copied', () => {
  // 21,100 of dev minus 4,000 of sampled operations and 3,400 in milliseconds
  expect(copiedSeries(environmentWith())).toBe(13_700);
});
