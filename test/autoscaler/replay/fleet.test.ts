import { Fleet } from '../../../autoscaler/replay/fleet';

test('a pod is ready after its start-up, and listed as recent for ten minutes after that', () => {
  const fleet = new Fleet(2, () => 60);
  fleet.scale(4, 0);
  expect([fleet.ready, fleet.starting, fleet.replicas]).toEqual([2, 2, 4]);
  fleet.grow(59);
  expect(fleet.ready).toBe(2);
  fleet.grow(60);
  expect([fleet.ready, fleet.starting, fleet.recent]).toEqual([4, 0, [60, 60]]);
  fleet.grow(660);
  expect([fleet.ready, fleet.recent]).toEqual([4, []]);
});

test('scale-in removes pods that are not ready first, then the youngest, then the others', () => {
  const fleet = new Fleet(2, () => 10);
  fleet.scale(3, 0);
  fleet.grow(10);
  fleet.scale(5, 100);
  fleet.scale(4, 100);
  expect([fleet.ready, fleet.starting, fleet.recent]).toEqual([3, 1, [10]]);
  fleet.scale(2, 100);
  expect([fleet.ready, fleet.starting, fleet.recent]).toEqual([2, 0, []]);
  fleet.scale(1, 100);
  expect([fleet.ready, fleet.replicas]).toEqual([1, 1]);
});
