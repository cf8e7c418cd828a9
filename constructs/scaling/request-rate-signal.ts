import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';
import { withSpare } from './spare';

/** ceil(rate / (perPod · headroom)) + spare. 730 requests/s at 100 per pod without spare: 8. */
export function requestRateSignal(workload: ScaledWorkload, { perPod }: SignalShapes['requestRate']): Replicas {
  return {
    uncapped: zeroWhenAbsent(
      withSpare(workload, `ceil(${recordedSeries(workload, 'requestRate')} / on() (${perPod} * ${recordedSeries(workload, 'headroom')}))`),
    ),
  };
}
