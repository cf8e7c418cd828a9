/**
 * Causes of latency and errors: whether they arise in the workload itself or in its dependencies, and how busy its pods are. More pods help when the workload itself is the
 * cause; on a slow or broken dependency they only add load. Each ratio is 0 to 1 (busy may exceed 1). Without data it is 1, which opens every gate: a workload without
 * edges, for example, calls no other service.
 */
import { cores } from '../../config/quantities';
import { selector } from '../promql';
import { recordedSeries, spans, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

type EdgeMetric = 'edgeClientSum' | 'edgeFailures';

/** Rate per second over W, summed over all edges from the workload. */
function downstream(workload: ScaledWorkload, metric: EdgeMetric): string {
  const { telemetry, name } = workload;
  return `sum(rate(${selector(telemetry.metrics[metric].name, [[telemetry.edgeLabels.client, '=', name]])}${window(workload)}))`;
}

/** A ratio that is 1 where it has no result or is NaN: without traffic there is nothing to explain. */
function neutralUnless(known: string): string {
  return `((${known}) >= 0) or vector(1)`;
}

/**
 * Mean number of requests in progress, by Little's law (L = λ · W): the sum of durations per second. A stream is in progress without keeping a pod
 * busy, so routes that are not judged by latency are left out.
 */
function inProgress(workload: ScaledWorkload): string {
  return `sum(rate(${spans(workload, workload.telemetry.metrics.durationSum.name, 'judged')}${window(workload)}))`;
}

/**
 * Share of the request time that is spent in the workload itself: 1 − time of calls to others / time in requests. Of parallel calls each one counts, although the workload waits
 * only once; there the share is too small, but never below 0. 10 s of requests per second, of which 8 s wait for the database: 0.2.
 */
export function ownShare(workload: ScaledWorkload): string {
  return neutralUnless(`clamp_min(1 - ${downstream(workload, 'edgeClientSum')} / ${inProgress(workload)}, 0)`);
}

/**
 * Share of failed requests whose failure arose in the workload itself: 1 − failed calls to others / failed requests. A failed call counts even if its retry succeeded; there the
 * share is too small, but never below 0. 7 failed requests and 7 failed calls to the database: 0.
 */
export function ownErrors(workload: ScaledWorkload): string {
  const failed = `sum(rate(${spans(workload, workload.telemetry.metrics.calls.name, 'errors')}${window(workload)}))`;
  return neutralUnless(`clamp_min(1 - ${downstream(workload, 'edgeFailures')} / ${failed}, 0)`);
}

/**
 * How busy the pods are: max(CPU used / CPU request of the pods past their start-up, requests in progress · own share / (ready pods · concurrency)). 4 pods with a request of
 * 250m that use 0.2 cores each: 0.8.
 */
export function busy(workload: ScaledWorkload, concurrency: number): string {
  const ready = recordedSeries(workload, 'ready');
  const settled = recordedSeries(workload, 'settledPods');
  const cpu = `${recordedSeries(workload, 'settledCpu')} / on() (${cores(workload.sizing.cpu.request)} * ${settled})`;
  const requests = `${inProgress(workload)} * on() ${recordedSeries(workload, 'ownShare')} / on() (${concurrency} * ${ready})`;
  return neutralUnless(`max(label_replace(${cpu}, "of", "cpu", "", "") or label_replace(${requests}, "of", "requests", "", ""))`);
}
