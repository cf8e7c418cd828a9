import { measuredDelay, shareNear, simulatedCurve } from '../../../e2e/traffic/simulated-curve';
import { seedPolicy } from '../../fixtures/standard';

const wave = (at: number): number => 1000 + 500 * Math.sin(at / 120);

test.each([0, 7, 25])('a rate with a delay of %s s to the load is measured with that delay', (delay) => {
  const samples = Array.from({ length: 100 }, (_, index) => {
    const at = 200 + index * 10;
    let sum = 0;
    for (let second = 1; second <= 60; second += 1) sum += wave(at - delay - second);
    return [at, sum / 60] as const;
  });
  expect(measuredDelay(samples, wave, 60)).toBe(delay);
});

test('a curve may be off by one step in time and a tenth in value, not more', () => {
  const curve = Array.from({ length: 100 }, (_, second) => (second < 50 ? 20 : 30));
  const near = (at: number, replicas: number): number => shareNear([{ at, replicas }], curve, { step: 15, tolerance: 0.1 });
  expect([near(20, 20), near(20, 22), near(20, 23), near(36, 30), near(34, 30), near(64, 20), near(66, 20)]).toEqual([1, 1, 0, 1, 0, 1, 0]);
  expect(shareNear([], curve, { step: 15, tolerance: 0.1 })).toBe(0);
});

test('a simulated control loop settles at the needed replicas, and follows a step after its window', () => {
  const loop = { policy: seedPolicy, duration: 600, window: 60, syncPeriod: 15, delay: 10, startUp: 10, initialReplicas: 10 };
  const curve = simulatedCurve({ ...loop, load: (at) => (at < 100 ? 1000 : 2000) });
  expect(curve).toHaveLength(600);
  expect(curve.slice(0, 100).every((replicas) => replicas === 10)).toBe(true);
  expect(curve[105]).toBe(10);
  expect(curve[599]).toBe(20);
});
