import { Fleet } from '../../../autoscaler/replay/fleet';
import { atMost, everywhere } from '../../../autoscaler/replay/places';
import { Release } from '../../../autoscaler/replay/release';

const model = { at: 100, surge: 10, settle: 20, grace: 60 };

/** Ready pods at each second, until the release ends, for at most ten thousand seconds. */
function released(fleet: Fleet, release: Release, each: (second: number) => void = () => undefined): readonly number[] {
  const ready: number[] = [];
  for (let second = 0; second < 10_000 && release.seconds === undefined; second += 1) {
    fleet.grow(second);
    release.advance(second, fleet);
    each(second);
    ready.push(fleet.ready);
  }
  return ready;
}

test('ten pods are replaced one by one, each after the start and settling of the one before, and no fewer than ten are ever ready', () => {
  const [fleet, release] = [new Fleet(10, () => 30), new Release(model)];
  const ready = released(fleet, release);
  expect(release.seconds).toBe(10 * (30 + 20));
  expect(Math.min(...ready)).toBe(10);
  expect(Math.max(...ready)).toBe(11);
  expect([fleet.ready, fleet.starting, fleet.replicas]).toEqual([10, 0, 10]);
});

test('a quota without room for the surge stops a release, and one with room for terminating pods does not', () => {
  const [stopped, going, slow] = [new Release(model), new Release(model), new Release(model)];
  released(new Fleet(10, () => 30, atMost(10, everywhere)), stopped);
  expect(stopped.seconds).toBeUndefined();
  // one surge pod, and two terminating ones: a pod takes 60 s to stop, and one stops every 50 s
  released(new Fleet(10, () => 30, atMost(13, everywhere)), going);
  expect(going.seconds).toBe(500);
  released(new Fleet(10, () => 30, atMost(11, everywhere)), slow);
  expect(slow.seconds).toBeGreaterThan(500);
});

test('during a release a wanted pod without room gets its place as soon as one is free', () => {
  const [fleet, release] = [new Fleet(10, () => 30, atMost(12, everywhere)), new Release(model)];
  let unplaced = 0;
  released(fleet, release, (second) => {
    if (second === 200) fleet.scale(12, second);
    if (second > 200) unplaced = Math.max(unplaced, fleet.unplaced);
  });
  expect(unplaced).toBeGreaterThan(0);
  expect([fleet.unplaced, fleet.replicas]).toEqual([0, 12]);
});

test('a scale-in during a release leaves exactly the wanted pods', () => {
  const [fleet, release] = [new Fleet(10, () => 30), new Release(model)];
  released(fleet, release, (second) => {
    if (second === 240) fleet.scale(3, second);
  });
  expect(release.seconds).toBeDefined();
  expect([fleet.ready + fleet.starting, fleet.replicas]).toEqual([3, 3]);
});
