import { replay } from '../../../autoscaler/replay/replay';
import { reactiveScaler, type Published } from '../../../autoscaler/replay/reactive-scaler';
import type { PodModel } from '../../../autoscaler/replay/pod-model';
import type { Score } from '../../../autoscaler/replay/scores';
import { environments } from '../../fixtures/environments';
import { webWorkloads } from '../../../config/workload';

const scaling = environments.flatMap(webWorkloads)[0]?.scaling;
if (scaling === undefined) throw new Error('the fixtures have a workload');

const tick = 5;
/** 100 requests/s at 70 %, and a start-up of two minutes. */
const model: PodModel = { capacity: 100 / 0.7, burst: 2, knee: 0.85, startUp: 120, variation: 1, timeout: 20 };
/** Half an hour at 400 requests/s, then half an hour at three times as many: a reactive policy is late by the start-up of its pods. */
const jump = Float64Array.from({ length: 720 }, (_, index) => (index < 360 ? 400 : 1200));

function played(demand: Float64Array, published?: (now: number) => Published): Score {
  const pods = { model, window: 60, delay: 25, sampling: { window: 60, delay: 30 } };
  const scaler = reactiveScaler({ name: 'ours', policy: scaling!, ...pods, ...(published === undefined ? {} : { published }) });
  return replay({ demand, tick, syncPeriod: 15, model, scaler, initialReplicas: 4 });
}

const headroomOf = (headroom: number) => (): Published => ({ forecast: 0, headroom });

test('a forecast of a jump, one start-up ahead, avoids every violation; without it there are some', () => {
  const told = played(jump, (now) => ({ forecast: now >= 1800 - 150 ? 12 : 0, headroom: 1 }));
  expect(played(jump).violations).toBeGreaterThan(1);
  expect(told.violations).toBe(0);
});

test('a forecast of zero and a headroom of one change nothing', () => {
  expect(played(jump, headroomOf(1))).toEqual(played(jump));
});

test.each([0.9, 1.1, 1.2])('at a steady load, a headroom of %d divides the pod hours by as much', (headroom) => {
  const steady = new Float64Array(4320).fill(3000);
  expect(played(steady, headroomOf(headroom)).podHours / played(steady).podHours).toBeCloseTo(1 / headroom, 1);
});

test('a forecast below the other signals removes no replicas', () => {
  expect(played(jump, () => ({ forecast: 1, headroom: 1 }))).toEqual(played(jump));
});
