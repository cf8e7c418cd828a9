import { jobs } from '../../../config/telemetry';
import type { AlertCase } from '../alert-case';
import { from, onset, world } from '../world';

const gone = (now: number) => (now < onset ? 6 : undefined);

export const autoscalingCases: readonly AlertCase[] = [
  {
    title: 'no heartbeat arrives: spans are missing, and that is all that is said',
    series: world({ faults: { spansAlive: gone } }),
    expect: [
      { at: onset + 60, firing: [] },
      // a recorded series would end at once; an input series of a test is valid for five minutes more
      { at: onset + 600, firing: [{ alertname: 'SpansMissing' }] },
    ],
  },
  {
    title: 'the autoscaler wants its maximum for longer than a burst',
    series: world({ faults: { desired: from(onset, 3, 50) } }),
    expect: [
      { at: onset + 300, firing: [] },
      { at: onset + 900, firing: [{ alertname: 'AutoscalerAtMaximum' }] },
    ],
  },
  {
    title: 'the autoscaler has no metric that it can use',
    series: world({ faults: { scalingActive: from(onset, 1, 0) } }),
    expect: [
      { at: onset + 300, firing: [] },
      { at: onset + 900, firing: [{ alertname: 'AutoscalerUnable' }] },
    ],
  },
  {
    title: 'latency asks for more than its cap, and another signal at its cap does not',
    series: world({ faults: { uncapped: { latency: from(onset, 2, 34), errors: () => 15 } } }),
    expect: [{ at: onset + 900, firing: [{ alertname: 'SignalAtCap', signal: 'latency' }] }],
  },
  {
    title: 'the metrics adapter has no ready pod',
    series: world({ faults: { ready: { 'prometheus-adapter': from(onset, 2, 0) } } }),
    expect: [
      { at: onset + 300, firing: [{ alertname: 'MetricsAdapterDown' }] },
      { at: onset + 900, firing: [{ alertname: 'MetricsAdapterDown' }, { alertname: 'ComponentNotReady' }] },
    ],
  },
  {
    title: 'one of two adapters is away: no page, a ticket when it lasts longer than a rollout',
    series: world({ faults: { ready: { 'prometheus-adapter': from(onset, 2, 1), jaeger: from(onset, 1, 0) } } }),
    expect: [
      { at: onset + 300, firing: [] },
      { at: onset + 900, firing: [{ alertname: 'ComponentNotReady' }, { alertname: 'ComponentNotReady' }] },
    ],
  },
  {
    title: 'the forecast expires while the optimizer answers',
    series: world({ faults: { validFor: (now) => (now < onset ? 45 : onset + 45 - now) } }),
    expect: [
      { at: onset + 300, firing: [] },
      { at: onset + 900, firing: [{ alertname: 'OptimizerSilent' }] },
    ],
  },
  {
    title: 'what grows is reached within two weeks as it is expected; the earliest day alone is no ticket',
    series: world({ faults: { daysLeft: from(onset, 15, 13) } }),
    expect: [
      { at: onset + 300, firing: [] },
      { at: onset + 900, firing: [{ alertname: 'LimitNear' }] },
    ],
  },
  {
    title: 'an incident that the optimizer notices is one ticket while it lasts',
    series: world({ faults: { incident: from(onset, 0, 1) } }),
    expect: [
      { at: onset - 60, firing: [] },
      { at: onset + 60, firing: [{ alertname: 'ServiceIncident' }] },
    ],
  },
  {
    title: 'a target that does not answer is named by its job',
    series: world({ faults: { up: { [jobs.kubelet]: from(onset, 1, 0) } } }),
    expect: [
      { at: onset + 60, firing: [] },
      { at: onset + 300, firing: [{ alertname: 'TargetDown', job: jobs.kubelet }] },
    ],
  },
  {
    title: 'a job whose targets are gone is named, because nothing is down then',
    series: world({ faults: { up: { [jobs.kubelet]: (now) => (now < onset ? 1 : undefined) } } }),
    // its last sample is valid for five minutes more (staleness)
    expect: [{ at: onset + 900, firing: [{ alertname: 'ScrapeJobEmpty', job: jobs.kubelet }] }],
  },
];
