import type { RequestRateSignal } from '../../config/scaling';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';

/** ceil(rate / (per pod · headroom)). 730 requests/s at 100 per pod: 8. */
export function requestRateSignal(workload: ScaledWorkload, { perPod, cap }: RequestRateSignal): Signal {
  return {
    name: 'request_rate',
    uncapped: zeroWhenAbsent(`ceil(${recordedSeries(workload, 'requestRate')} / on() (${perPod} * ${recordedSeries(workload, 'headroom')}))`),
    cap,
    source: 'spans',
  };
}
