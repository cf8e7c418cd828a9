/** The state as metrics. */
import { metrics } from '../config/telemetry';
import type { Incident } from './incidents/incident';
import { daysLeft, type Reached } from './outlook/reached';
import { ownMetrics, type MetricSample, type OwnMetric } from './metrics';
import type { TickReport } from './tick';
import type { WorkloadState } from './workload-state';

const gauge = (name: string, help: string): OwnMetric => ({ name, type: 'gauge', help });

/** The gauges that recording rules read. `valid_until` stays after its time, so that silence is visible; the rules then ignore the other two. */
const published = {
  forecast: gauge(metrics.forecast.name, 'Replicas for the load that comes while a pod starts; 0 means no forecast.'),
  headroom: gauge(metrics.headroom.name, 'Factor on the targets of CPU and request rate; 1 changes nothing.'),
  validUntil: gauge(metrics.validUntil.name, 'Until when the other two are valid.'),
};

const daysLeftGauge = gauge(
  metrics.daysLeft.name,
  'Days until what grows reaches what is there for it, at most 180: as expected, and the earliest at nine in ten.',
);

/** None where nothing is said. */
export function samplesAhead(reached: readonly Reached[], now: number): readonly MetricSample[] {
  return reached.flatMap((one) =>
    (['expected', 'earliest'] as const).flatMap((bound) => {
      const value = daysLeft(one, bound, now);
      return value === undefined ? [] : [{ metric: daysLeftGauge, labels: { what: one.what, bound }, value }];
    }),
  );
}

const incidentGauge = gauge(metrics.incident.name, '1 while an incident lasts, with its likely cause and where to look as they were when it was told.');

/** Of those that last and were seen twice, by the process that leads: two would tell each of them twice. */
export function incidentSamples({
  incidents = [],
  leads = true,
}: {
  readonly incidents: readonly Incident[] | undefined;
  readonly leads: boolean | undefined;
}): readonly MetricSample[] {
  if (!leads) return [];
  return incidents.flatMap(({ id, until, alert }) =>
    alert === undefined || until !== undefined ? [] : [{ metric: incidentGauge, labels: { incident: id, ...alert }, value: 1 }],
  );
}

export interface ServiceCounts {
  readonly whole: number;
  readonly broken: number;
  readonly last?: TickReport;
}

export function samplesOf(states: readonly WorkloadState[], { whole, broken, last }: ServiceCounts, leads = true): readonly MetricSample[] {
  const stageSeconds = [...(last?.seconds ?? [])].map(([stage, value]) => ({ metric: ownMetrics.stageSeconds, labels: { stage }, value }));
  return [
    ...states.flatMap(ofWorkload),
    { metric: ownMetrics.leads, labels: {}, value: leads ? 1 : 0 },
    { metric: ownMetrics.ticks, labels: { outcome: 'whole' }, value: whole },
    { metric: ownMetrics.ticks, labels: { outcome: 'broken' }, value: broken },
    ...(last === undefined || last.fault !== undefined ? [] : [{ metric: ownMetrics.lastTick, labels: {}, value: last.at }]),
    ...stageSeconds,
  ];
}

function ofWorkload({ settings, published: gauges, blind, frozen, lesson, outcomes, forecasts }: WorkloadState): readonly MetricSample[] {
  const labels = { target_namespace: settings.namespace, target_deployment: settings.deployment };
  const own = (metric: OwnMetric, value: number, more: Readonly<Record<string, string>> = {}): MetricSample => ({
    metric,
    labels: { ...labels, ...more },
    value,
  });
  const refusals = outcomes.flatMap((outcome) =>
    outcome.kind === 'refusal' ? [own(ownMetrics.refused, 1, { policy: outcome.policy, because: outcome.because })] : [],
  );
  const scores = (lesson?.learned.horizons ?? []).flatMap((horizon) => {
    const score = lesson?.live.score(horizon);
    const ahead = { bins_ahead: String(horizon) };
    return score === undefined ? [] : [own(ownMetrics.coverage, score.coverage, ahead), own(ownMetrics.error, score.error, ahead)];
  });
  const expected = forecasts.flatMap(({ horizon, value, lower, upper }) => {
    const ends = Object.entries({ value, lower, upper });
    return ends.map(([end, load]) => own(ownMetrics.expectedLoad, load, { bins_ahead: String(horizon), end }));
  });
  return [
    ...(gauges === undefined
      ? []
      : [own(published.forecast, gauges.forecast), own(published.headroom, gauges.headroom), own(published.validUntil, gauges.validUntil)]),
    own(ownMetrics.blind, blind === undefined ? 0 : 1),
    own(ownMetrics.frozen, frozen === undefined ? 0 : 1),
    ...(lesson === undefined ? [] : [own(ownMetrics.trusted, lesson.verdict.trusted ? 1 : 0), own(ownMetrics.gain, lesson.verdict.gain)]),
    ...refusals,
    ...scores,
    ...expected,
  ];
}
