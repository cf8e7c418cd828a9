/**
 * Evidence that a signal's source is alive. A dead source must not look like no traffic: rates decay to zero after a target dies and start
 * from zero after a Prometheus restart, and one wrong zero scales in at once. So a value below the ready replicas is published only with
 * evidence; without it the metric is missing, and the HPA controller then refuses to scale in while it may still scale out.
 */
import { durationOf, seconds } from '../../config/quantities';
import type { SignalSource } from '../../config/signals';
import { selector } from '../promql';
import { callsMissing } from './agreement';
import { applicationTargets } from './application-signal';
import { containers, ofPods, readyReplicas, recordedSeries, scrapesInWindow, spans, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

/** Share of the expected samples that must have arrived. */
const presentShare = 0.75;
/**
 * Present only while the heartbeat proves the whole chain (SDK, agents, every gateway, scrape). Within W each gateway must have been up and scraped with at most one missing
 * scrape, and at least 75 % of the readiness probes of the pods that were ready for two windows must have arrived as spans. Missing calls (agreement.ts) and uncounted spans
 * also end it: then the heartbeat proves only that probes arrive.
 */
export function spansAlive(workload: ScaledWorkload): string {
  const { telemetry } = workload;
  const up = selector(telemetry.metrics.up.name, [['job', '=', telemetry.jobs.gateway]]);
  const range = window(workload);
  const settled = `[${durationOf(2 * seconds(telemetry.settings.window))}]`;
  const beats = spans(workload, telemetry.metrics.calls.name, 'heartbeat');
  return [
    `min(count_over_time(${up}${range})) >= ${scrapesInWindow(workload) - 1}`,
    `and (min(min_over_time(${up}${range})) == 1)`,
    `and (sum(rate(${beats}${range})) >= ${presentShare} * min(min_over_time(${readyReplicas(workload)}${settled})) / ${seconds(workload.lifecycle.readiness.period)})`,
    `unless on() (${callsMissing(workload)})`,
    `unless on() ${recordedSeries(workload, 'uncountedSpans')}`,
  ].join('\n');
}

/** The value if it may be published: with evidence always, without evidence only where it is above the ready replicas. */
export function publish(workload: ScaledWorkload, value: string, source: SignalSource): string {
  if (source === 'always') return value;
  return `(\n  (${value}) and on() (${evidence(workload, source)})\n) or on() (\n  (${value}) > on() ${recordedSeries(workload, 'ready')}\n)`;
}

function evidence(workload: ScaledWorkload, source: Exclude<SignalSource, 'always'>): string {
  const ready = recordedSeries(workload, 'ready');
  switch (source) {
    case 'spans':
      return recordedSeries(workload, 'spansAlive');
    case 'kubelet-cpu':
      // starting pods need no samples yet
      return `${recordedSeries(workload, 'settledPods')} >= on() ${presentShare} * (${ready} - on() ${recordedSeries(workload, 'starting')})`;
    case 'kubelet-memory':
      return `count(${ofPods(workload, containers(workload, 'workingSet'))}) >= on() ${presentShare} * ${ready}`;
    case 'application':
      return applicationAlive(workload);
  }
}

/** Present only while three quarters of the ready pods answer Prometheus with their own metrics. */
export function applicationAlive(workload: ScaledWorkload): string {
  return `sum(${selector(workload.telemetry.metrics.up.name, applicationTargets(workload))}) >= on() ${presentShare} * ${recordedSeries(workload, 'ready')}`;
}
