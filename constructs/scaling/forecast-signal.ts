import type { ForecastSignal } from '../../config/scaling';
import { zeroWhenAbsent } from '../promql';
import { validGauge } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';

/** What the optimizer expects to need, or 0: without a valid forecast the policy is purely reactive. */
export function forecastSignal(workload: ScaledWorkload, { cap }: ForecastSignal): Signal {
  return {
    name: 'forecast',
    uncapped: zeroWhenAbsent(`max(${validGauge(workload, 'forecast')})`),
    cap,
    source: 'always',
  };
}
