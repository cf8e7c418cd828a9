import type { RecordedSignal, SignalShapes } from '../../config/signals';
import { applicationSignals } from './application-signal';
import { cpuSignal } from './cpu-signal';
import { errorSignal } from './error-signal';
import { forecastSignal } from './forecast-signal';
import { latencySignal } from './latency-signal';
import { memorySignal } from './memory-signal';
import { requestRateSignal } from './request-rate-signal';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas, Signal } from './signal';

/** How each signal of `config/signals.ts` is computed; it does not compile while one is missing. In the order of the autoscaler's metrics. */
const computed: { readonly [Name in RecordedSignal]: (workload: ScaledWorkload, stated: SignalShapes[Name]) => Replicas } = {
  cpu: cpuSignal,
  memory: memorySignal,
  requestRate: requestRateSignal,
  latency: latencySignal,
  errors: errorSignal,
  forecast: forecastSignal,
};

const names = Object.keys(computed).filter((name): name is RecordedSignal => name in computed);

/**
 * The policy's signals that are recorded in Prometheus, in that order, then the signals of the application's own metrics.
 * @throws Error when the policy has a memory signal and sizing has no idle memory
 */
export function signalsOf(workload: ScaledWorkload): readonly Signal[] {
  return [...names.flatMap((name) => recordedSignal(workload, name, workload.policy.signals[name])), ...applicationSignals(workload)];
}

function recordedSignal<Name extends RecordedSignal>(workload: ScaledWorkload, name: Name, stated: SignalShapes[Name] | undefined): readonly Signal[] {
  if (stated === undefined) return [];
  const { series, source } = workload.telemetry.recordedSignals[name];
  return [{ name: series, ...computed[name](workload, stated), cap: stated.cap, source }];
}
