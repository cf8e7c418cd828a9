/** Metrics of the impact of decisions: their confidence, how changes ended, and the pod-hours that scaling ahead of the load costs. */
import { spentBy } from './limits/spending';
import { ownMetrics, type MetricSample } from './metrics';
import type { WorkloadState } from './workload-state';

/** @param now seconds since 1970 */
export function impactSamples({ settings, outcomes, tuning, spending }: WorkloadState, now: number): readonly MetricSample[] {
  const labels = { target_namespace: settings.namespace, target_deployment: settings.deployment };
  const confidences = outcomes.flatMap((outcome) =>
    outcome.kind === 'decision' ? [{ metric: ownMetrics.confidence, labels: { ...labels, policy: outcome.policy }, value: outcome.confidence }] : [],
  );
  const ended = new Map<string, number>();
  for (const { policy, outcome } of tuning?.finished ?? []) ended.set(`${policy}/${outcome}`, (ended.get(`${policy}/${outcome}`) ?? 0) + 1);
  const changes = [...ended].map(([key, value]) => {
    const [policy = '', outcome = ''] = key.split('/');
    return { metric: ownMetrics.changes, labels: { ...labels, policy, outcome }, value };
  });
  return [...confidences, ...changes, { metric: ownMetrics.extraPodHours, labels, value: spentBy(spending, now) }];
}
