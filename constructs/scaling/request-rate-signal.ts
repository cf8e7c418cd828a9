import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';

/** ceil(rate / (per pod · headroom)). 730 requests/s at 100 per pod: 8. */
export function requestRateSignal(workload: ScaledWorkload, { perPod }: SignalShapes['requestRate']): Replicas {
  return {
    uncapped: zeroWhenAbsent(`ceil(${recordedSeries(workload, 'requestRate')} / on() (${perPod} * ${recordedSeries(workload, 'headroom')}))`),
  };
}
