/**
 * Why a workload is slow or fails: whether time and errors are its own or those of what it calls, and how busy its pods are. More pods cure what a workload does
 * itself; on a slow or broken dependency they only add load. Each ratio is 0 to 1 (busy may exceed 1) and 1, which opens every gate, where nothing is known
 * to the contrary: a workload without edges calls nobody.
 */
import { cores } from '../../config/quantities';
import { selector } from '../promql';
import { recordedSeries, spans, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

type EdgeMetric = 'edgeClientSum' | 'edgeFailures';

/** Per second over W, summed over every edge that begins at the workload. */
function downstream(workload: ScaledWorkload, metric: EdgeMetric): string {
  const { telemetry, name } = workload;
  return `sum(rate(${selector(telemetry.metrics[metric].name, [[telemetry.edgeLabels.client, '=', name]])}${window(workload)}))`;
}

/** A ratio that is neutral where it is no number: without traffic there is nothing to explain. */
function neutralUnless(known: string): string {
  return `((${known}) >= 0) or vector(1)`;
}

/**
 * Seconds of requests in progress per second, which is the mean number of requests in progress (Little's law: L = λ · W). A stream is in progress without keeping
 * anything busy, so routes that are not judged by latency are left out.
 */
function inProgress(workload: ScaledWorkload): string {
  return `sum(rate(${spans(workload, workload.telemetry.metrics.durationSum.name, 'judged')}${window(workload)}))`;
}

/**
 * Share of the time in requests that is spent in the workload itself: 1 − waiting for others / time in requests. Calls made at the same time are waited for once
 * and counted each, so the share is too small there, never below 0. 10 s of requests a second of which 8 s wait for the database: 0.2.
 */
export function ownShare(workload: ScaledWorkload): string {
  return neutralUnless(`clamp_min(1 - ${downstream(workload, 'edgeClientSum')} / ${inProgress(workload)}, 0)`);
}

/**
 * Share of failed requests whose failure began here: 1 − failed calls to others / failed requests. A call that failed and was repeated with success counts as
 * a failure of the other, so the share is too small there, never below 0. 7 failed requests of which 7 had failed in the database: 0.
 */
export function ownErrors(workload: ScaledWorkload): string {
  const failed = `sum(rate(${spans(workload, workload.telemetry.metrics.calls.name, 'errors')}${window(workload)}))`;
  return neutralUnless(`clamp_min(1 - ${downstream(workload, 'edgeFailures')} / ${failed}, 0)`);
}

/**
 * How full the pods are: the larger of CPU used per request, of those past their start-up, and of requests that keep the workload itself busy per `concurrency`. 4 pods of 250m at 0.2 cores
 * each: 0.8.
 */
export function busy(workload: ScaledWorkload, concurrency: number): string {
  const ready = recordedSeries(workload, 'ready');
  const settled = recordedSeries(workload, 'settledPods');
  const cpu = `${recordedSeries(workload, 'settledCpu')} / on() (${cores(workload.sizing.cpu.request)} * ${settled})`;
  const requests = `${inProgress(workload)} * on() ${recordedSeries(workload, 'ownShare')} / on() (${concurrency} * ${ready})`;
  return neutralUnless(`max(label_replace(${cpu}, "of", "cpu", "", "") or label_replace(${requests}, "of", "requests", "", ""))`);
}
