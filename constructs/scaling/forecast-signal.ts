import { zeroWhenAbsent } from '../promql';
import { validGauge } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';

/** Replicas that the optimizer forecasts; 0 without a valid forecast, so that the policy is purely reactive. */
export function forecastSignal(workload: ScaledWorkload): Replicas {
  return {
    uncapped: zeroWhenAbsent(`max(${validGauge(workload, 'forecast')})`),
  };
}
