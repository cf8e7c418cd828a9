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

/** The proposal before the time limit, while errors begin here; present only while its gate is open. */
export function ownErrorStep(workload: ScaledWorkload, signal: SignalShapes['errors']): string {
  return gated(workload, 'errors', [{ ratio: 'ownErrors', least: signal.gates.ownErrors }]);
}

/**
 * Errors asked for pods in at most `longest` of the last `incident`: counted in evaluations, so that a ratio which flaps around
 * its target does not start the clock again. 600 s of 10 s evaluations: 60.
 */
function youngIncident(workload: ScaledWorkload, { longest, incident }: SignalShapes['errors']): string {
  const evaluations = Math.floor(seconds(longest) / seconds(workload.telemetry.settings.ruleInterval));
  return `sum_over_time(${recordedSeries(workload, 'errorsActive')}[${incident}]) <= ${evaluations}`;
}
