/** The recording rules of one workload: inputs, then each signal without its cap, then each signal as the autoscaler reads it. */
import type { SignalShapes } from '../../config/signals';
import { plain } from '../promql';
import type { RecordingRule, RuleGroup } from '../rule-group';
import { busy, ownErrors, ownShare } from './causes';
import { ownErrorStep } from './error-signal';
import { publish, spansAlive } from './evidence';
import { forecastLoad } from './forecast-load';
import { held } from './held';
import { deploymentSeries, readyReplicas, spans, validGauge, wantedReplicas, window } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';
import { signalsOf } from './signals';
import { settledCpu, startingReplicas } from './start-up';
import { uncountedSpans } from './uncounted-spans';
import { versionRules } from './version-rules';

/** One rule group for the workload. Every series has the labels `namespace` and `deployment`, by which the adapter finds the Deployment. */
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
      ...signals.flatMap(({ name: signal, raw }) => (raw === undefined ? [] : [rule(`${telemetry.recorded.rawPrefix}${signal}`, raw)])),
      ...versionRules(workload).map(([series, expr]) => rule(telemetry.recorded[series], expr)),
      ...incidentRules(workload).map(([series, expr]) => rule(telemetry.recorded[series], expr)),
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
  const uncapped = deploymentSeries(workload, `${workload.telemetry.recorded.uncappedPrefix}${name}`);
  return publish(workload, `clamp_max(${held(workload, uncapped, cap)}, ${cap})`, source);
}

type InputRule = readonly [series: keyof ScaledWorkload['telemetry']['recorded'], expr: string];

function inputRules(workload: ScaledWorkload): readonly InputRule[] {
  const { latency, errors } = workload.policy.signals;
  return [
    ['ready', `max(${readyReplicas(workload)})`],
    ['wanted', `max(${wantedReplicas(workload)})`],
    ['starting', startingReplicas(workload)],
    ['settledPods', `count(${settledCpu(workload)}) or vector(0)`],
    ['settledCpu', `sum(${settledCpu(workload)})`],
    ['headroom', headroom(workload)],
    ...(workload.answers ? requestInputs(workload) : []),
    ...loadInputs(workload),
    ...(latency === undefined ? [] : latencyInputs(workload, latency)),
    ...(errors === undefined ? [] : errorInputs(workload)),
  ];
}

function requestInputs(workload: ScaledWorkload): readonly InputRule[] {
  const calls = spans(workload, workload.telemetry.metrics.calls.name, 'calls');
  return [
    ['uncountedSpans', uncountedSpans(workload)],
    ['requestRate', `sum(rate(${calls}${window(workload)}))`],
    ['spansAlive', spansAlive(workload)],
  ];
}

/** The load that is forecast, where it is not requests. */
function loadInputs(workload: ScaledWorkload): readonly InputRule[] {
  const stated = workload.forecastLoad;
  if (stated === undefined || stated.kind === 'requests') return [];
  const { load, alive } = forecastLoad(workload, stated);
  return [
    ['forecastLoad', load],
    ['forecastLoadAlive', alive],
  ];
}

/** The headroom: the smallest valid one that optimizers publish, limited to `mostHeadroom`; 1 without a valid one. */
function headroom(workload: ScaledWorkload): string {
  const published = `min(${validGauge(workload, 'headroom')})`;
  const { mostHeadroom } = workload;
  return `${mostHeadroom === undefined ? published : `clamp_max(${published}, ${plain(mostHeadroom)})`} or vector(1)`;
}

function latencyInputs(workload: ScaledWorkload, { quantile, concurrency }: SignalShapes['latency']): readonly InputRule[] {
  const buckets = spans(workload, workload.telemetry.metrics.durationBucket.name, 'judged');
  return [
    ['latency', `histogram_quantile(${quantile}, sum by (le) (rate(${buckets}${window(workload)})))`],
    ['ownShare', ownShare(workload)],
    ['busy', busy(workload, concurrency)],
  ];
}

function errorInputs(workload: ScaledWorkload): readonly InputRule[] {
  const { name } = workload.telemetry.metrics.calls;
  const rate = (selection: 'calls' | 'errors') => `sum(rate(${spans(workload, name, selection)}${window(workload)}))`;
  return [
    // the error series does not exist before the first error
    ['errorRatio', `(${rate('errors')} or 0 * ${rate('calls')}) / ${rate('calls')}`],
    ['ownErrors', ownErrors(workload)],
  ];
}

/** Whether the error signal asks for pods; its history limits an incident. The rule reads the error signal, so it comes after it. */
function incidentRules(workload: ScaledWorkload): readonly InputRule[] {
  const { errors } = workload.policy.signals;
  return errors === undefined ? [] : [['errorsActive', `((${ownErrorStep(workload, errors)}) or vector(0)) > bool 0`]];
}
