/** The recording rules of one workload: inputs, then each signal uncapped, then each signal as the autoscaler reads it. */
import type { RecordingRule, RuleGroup } from '../rule-group';
import { errorStep } from './error-signal';
import { publish, spansAlive } from './evidence';
import { readyReplicas, spans, validGauge, window } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';
import { signalsOf } from './signals';

/** One rule group for the workload; every series carries the labels `namespace` and `deployment`, by which the adapter finds the Deployment. */
export function scalingRules(workload: ScaledWorkload): RuleGroup {
  const { namespace, name, telemetry } = workload;
  const labels = { namespace, deployment: name };
  const rule = (record: string, expr: string): RecordingRule => ({ record, expr, labels });
  const signals = signalsOf(workload);
  return {
    name: `${namespace}/${name}`,
    interval: telemetry.settings.ruleInterval,
    rules: [
      ...inputRules(workload).map(([series, expr]) => rule(telemetry.recorded[series], expr)),
      ...signals.map(({ name: signal, uncapped }) => rule(`${telemetry.recorded.uncappedPrefix}${signal}`, uncapped)),
      ...signals.map((signal) => rule(desiredSeries(workload, signal), desired(workload, signal))),
    ],
  };
}

/** Name of the series that the autoscaler reads for a signal. */
export function desiredSeries({ telemetry }: ScaledWorkload, { name }: Signal): string {
  return `${telemetry.recorded.desiredPrefix}${name}`;
}

function desired(workload: ScaledWorkload, { name, cap, source }: Signal): string {
  const uncapped = `${workload.telemetry.recorded.uncappedPrefix}${name}{namespace="${workload.namespace}",deployment="${workload.name}"}`;
  return publish(workload, `clamp_max(${uncapped}, ${cap})`, source);
}

type InputRule = readonly [series: keyof ScaledWorkload['telemetry']['recorded'], expr: string];

function inputRules(workload: ScaledWorkload): readonly InputRule[] {
  const { telemetry, policy } = workload;
  const range = window(workload);
  const calls = spans(workload, telemetry.metrics.calls.name, 'calls');
  const { latency, errors } = policy.signals;
  return [
    ['ready', `max(${readyReplicas(workload)})`],
    ['headroom', `min(${validGauge(workload, 'headroom')}) or vector(1)`],
    ['spansAlive', spansAlive(workload)],
    ['requestRate', `sum(rate(${calls}${range}))`],
    ...(latency === undefined ? [] : latencyInputs(workload, latency.quantile)),
    ...(errors === undefined ? [] : errorInputs(workload, errors)),
  ];
}

function latencyInputs(workload: ScaledWorkload, quantile: number): readonly InputRule[] {
  const buckets = spans(workload, workload.telemetry.metrics.durationBucket.name, 'calls');
  return [
    ['latency', `histogram_quantile(${quantile}, sum by (le) (rate(${buckets}${window(workload)})))`],
    // neutral until tracing measures where time is spent and how busy the pods are
    ['ownShare', 'vector(1)'],
    ['busy', 'vector(1)'],
  ];
}

function errorInputs(workload: ScaledWorkload, errors: Parameters<typeof errorStep>[1]): readonly InputRule[] {
  const { name } = workload.telemetry.metrics.calls;
  const rate = (selection: 'calls' | 'errors') => `sum(rate(${spans(workload, name, selection)}${window(workload)}))`;
  return [
    // the error series does not exist before the first error
    ['errorRatio', `(${rate('errors')} or 0 * ${rate('calls')}) / ${rate('calls')}`],
    // neutral until tracing tells where an error began
    ['ownErrors', 'vector(1)'],
    ['errorsActive', `((${errorStep(workload, errors)}) or vector(0)) > bool 0`],
  ];
}
