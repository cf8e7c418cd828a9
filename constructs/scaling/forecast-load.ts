/** The load of a worker that is forecast, and when it is proven to be measured: what web services have with their requests and the heartbeat of the tracing chain. */
import type { ForecastLoad } from '../../config/forecast-load';
import { metricOfAll } from './application-signal';
import { applicationAlive } from './evidence';
import { autoscalerSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';

/** Load and evidence, in PromQL; both are absent while the load is not known. Of requests there is no such rule. */
export function forecastLoad(workload: ScaledWorkload, load: Exclude<ForecastLoad, { kind: 'requests' }>): { readonly load: string; readonly alive: string } {
  const measured = load.kind === 'own' ? metricOfAll(workload, load.metric) : seenByAutoscaler(workload, load.metric);
  const evidence = load.kind === 'own' ? applicationAlive(workload) : autoscalerWorks(workload);
  return { load: measured, alive: `(${evidence}) and on() (${measured})` };
}

/**
 * A metric of Google is in no Prometheus. The autoscaler reads it and writes in its status what it comes to for each pod, beside the pods by which it divided. 30 a
 * pod at 4 pods: 120. Both are of one moment, also while it scales; during a release it is low by the share of the extra pods, as the controller divides by those too.
 */
function seenByAutoscaler(workload: ScaledWorkload, metric: string): string {
  const { autoscalerMetric, autoscalerCurrent } = workload.telemetry.metrics;
  const ofPod = autoscalerSeries(workload, autoscalerMetric.name, [
    ['metric_name', '=', metric],
    ['metric_target_type', '=', 'average'],
  ]);
  return `max(${ofPod}) * max(${autoscalerSeries(workload, autoscalerCurrent.name)})`;
}

/** An autoscaler that cannot decide may have old values in its status, and one that cannot read the metric has none of it. */
function autoscalerWorks(workload: ScaledWorkload): string {
  const active = autoscalerSeries(workload, workload.telemetry.metrics.autoscalerCondition.name, [
    ['condition', '=', 'ScalingActive'],
    ['status', '=', 'true'],
  ]);
  return `max(${active}) == 1`;
}
