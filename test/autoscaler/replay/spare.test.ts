import { reactiveScaler } from '../../../autoscaler/replay/reactive-scaler';
import { servedName } from '../../../autoscaler/replay/spec-of-policy';
import { seedPolicy } from '../../fixtures/standard';

const model = { capacity: 100 / 0.7, burst: 2, knee: 0.85, startUp: 60, variation: 1, timeout: 20 };

/** Replicas that CPU and request rate ask for, with 20 wanted. */
function asked(requests: number, spare?: number): readonly (number | undefined)[] {
  const counts: Record<string, number | null | undefined>[] = [];
  const policy = spare === undefined ? seedPolicy : { ...seedPolicy, spare };
  const pods = { model, window: 60, delay: 15, sampling: { window: 60, delay: 30 } };
  const scaler = reactiveScaler({ name: 'ours', policy, ...pods, onSignals: (all) => counts.push({ ...all }) });
  const means = { requests, cpu: requests / model.capacity, ready: 20, failures: 0 };
  scaler.sync({ now: 900, replicas: 20, ready: 20, recent: [], mean: (of) => means[of] });
  return (['cpu', 'requestRate'] as const).map((signal) => (counts[0]?.[servedName(signal)] ?? Number.NaN) / 1000);
}

test.each([
  [730, undefined, [8, 8]],
  [730, 0, [8, 8]],
  [730, 2, [10, 10]],
  [0, 2, [2, 2]],
  // caps of 20 and 50
  [1990, 2, [20, 22]],
  [4950, 2, [20, 50]],
])('at %d requests/s and %p spare, CPU and request rate ask for %p', (requests, spare, replicas) => {
  expect(asked(requests, spare)).toEqual(replicas);
});
