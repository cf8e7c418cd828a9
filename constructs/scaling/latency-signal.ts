import { seconds } from '../../config/quantities';
import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';
import { gated, stepped } from './stepped';

/** Replicas while the latency quantile is above its target. 8 ready pods, P95 2.6 s, target 2 s: ceil(8 · 1.3) = 11; at P95 9 s: ceil(8 · 1.5) = 12. */
export function latencySignal(workload: ScaledWorkload, signal: SignalShapes['latency']): Replicas {
  const { ownShare, busy } = signal.gates;
  return {
    raw: zeroWhenAbsent(
      stepped(workload, {
        measured: recordedSeries(workload, 'latency'),
        target: seconds(signal.target),
        largest: signal.largestStep,
        minimumCalls: signal.minimumCalls,
        of: 'judged',
      }),
    ),
    uncapped: zeroWhenAbsent(
      gated(workload, 'latency', [
        { ratio: 'ownShare', least: ownShare },
        { ratio: 'busy', least: busy },
      ]),
    ),
  };
}
