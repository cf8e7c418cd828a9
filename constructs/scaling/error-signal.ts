import { seconds } from '../../config/quantities';
import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';
import { gated, stepped } from './stepped';

/** Replicas while the error ratio is above its target and the incident is young. 8 ready pods, 7 % errors, target 5 %: ceil(8 · 1.4) = 12. */
export function errorSignal(workload: ScaledWorkload, signal: SignalShapes['errors']): Replicas {
  return {
    raw: zeroWhenAbsent(
      stepped(workload, {
        measured: recordedSeries(workload, 'errorRatio'),
        target: signal.ratio,
        largest: signal.largestStep,
        minimumCalls: signal.minimumCalls,
        of: 'calls',
      }),
    ),
    uncapped: zeroWhenAbsent(`${ownErrorStep(workload, signal)}\nand on() (${youngIncident(workload, signal)})`),
  };
}

/** Replicas before the time limit; present only while the gate is open, that is while errors arise in the workload itself. */
export function ownErrorStep(workload: ScaledWorkload, signal: SignalShapes['errors']): string {
  return gated(workload, 'errors', [{ ratio: 'ownErrors', least: signal.gates.ownErrors }]);
}

/**
 * Whether the error signal asked for pods for at most `longest` within the last `incident`. It counts evaluations, so that a ratio that flaps around
 * its target does not restart the time. 600 s at an evaluation every 10 s: 60.
 */
function youngIncident(workload: ScaledWorkload, { longest, incident }: SignalShapes['errors']): string {
  const evaluations = Math.floor(seconds(longest) / seconds(workload.telemetry.settings.ruleInterval));
  return `sum_over_time(${recordedSeries(workload, 'errorsActive')}[${incident}]) <= ${evaluations}`;
}
