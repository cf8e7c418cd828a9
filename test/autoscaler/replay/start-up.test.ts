import fc from 'fast-check';
import { Fleet } from '../../../autoscaler/replay/fleet';
import { drawnStartUps, startUpNumbers, type StartUp } from '../../../autoscaler/replay/start-up';

const seconds = fc.integer({ min: 0, max: 180_000 }).map((hundredths) => hundredths / 100);
const seed = fc.integer({ min: 0, max: 999_999_999 });
const uniform = fc.tuple(seconds, seconds).map(([one, other]): StartUp => ({ kind: 'uniform', least: Math.min(one, other), most: Math.max(one, other) }));
const logNormal = fc
  .tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 100, max: 2000 }))
  .map(([median, percent]): StartUp => ({ kind: 'log-normal', median: median / 100, p95: (median * percent) / 10_000 }));
const distribution = fc.oneof(uniform, logNormal);

/** Of ten thousand pods, twenty at every fifth second. */
function drawn(startUp: StartUp, of: number): readonly number[] {
  const draw = drawnStartUps(startUp, of);
  return Array.from({ length: 10_000 }, (_, index) => draw(5 * Math.floor(index / 20), index % 20));
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (all: readonly number[]): number => all.reduce((sum, value) => sum + value, 0) / all.length;
  const [a, b] = [mean(one), mean(other)];
  const covariance = mean(one.map((value, index) => (value - a) * ((other[index] ?? 0) - b)));
  return covariance / Math.sqrt(mean(one.map((value) => (value - a) ** 2)) * mean(other.map((value) => (value - b) ** 2)));
}

test('a distribution without width is the constant, to the last digit', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 86_400, noNaN: true }), seed, fc.nat(1e6), fc.nat(100), (all, of, placedAt, nth) => {
      const narrow: readonly StartUp[] = [
        { kind: 'uniform', least: all, most: all },
        { kind: 'log-normal', median: all, p95: all },
      ];
      for (const startUp of narrow) {
        expect(drawnStartUps(startUp, of)(placedAt, nth)).toBe(all);
        expect(startUpNumbers(startUp)).toEqual(startUpNumbers(all));
      }
    }),
  );
});

test('of many draws half are below the median, 95 % below P95, and their mean is the mean', () => {
  fc.assert(
    fc.property(distribution, seed, (startUp, of) => {
      const all = drawn(startUp, of);
      const { mean, median, p95 } = startUpNumbers(startUp);
      fc.pre(p95 > median * 1.001);
      const shareBelow = (limit: number): number => all.filter((one) => one <= limit).length / all.length;
      // four to five standard errors of ten thousand draws: 0.005 and 0.0022
      expect(Math.abs(shareBelow(median) - 0.5)).toBeLessThan(0.025);
      expect(Math.abs(shareBelow(p95) - 0.95)).toBeLessThan(0.011);
      const own = all.reduce((sum, one) => sum + one, 0) / all.length;
      const spread = Math.sqrt(all.reduce((sum, one) => sum + (one - own) ** 2, 0) / all.length);
      expect(Math.abs(own - mean)).toBeLessThan((8 * spread) / Math.sqrt(all.length));
    }),
    { numRuns: 60, seed: 7 },
  );
});

test('no draw of a range is outside of it, and none of a median below 0', () => {
  fc.assert(
    fc.property(uniform, logNormal, seed, fc.nat(1e6), (range, other, of, placedAt) => {
      const one = drawnStartUps(range, of)(placedAt, 0);
      if (typeof range === 'object' && range.kind === 'uniform') {
        expect(one).toBeGreaterThanOrEqual(range.least);
        expect(one).toBeLessThanOrEqual(range.most);
      }
      expect(drawnStartUps(other, of)(placedAt, 0)).toBeGreaterThan(0);
    }),
  );
});

test('pods of one second, of neighbouring seconds and of neighbouring seeds have nothing in common', () => {
  const range: StartUp = { kind: 'uniform', least: 0, most: 1 };
  const [one, other] = [drawnStartUps(range, 1), drawnStartUps(range, 2)];
  const places = Array.from({ length: 10_000 }, (_, index) => 5 * index);
  const first = places.map((second) => one(second, 0));
  for (const beside of [
    places.map((second) => one(second, 1)),
    places.map((second) => one(second + 5, 0)),
    places.map((second) => one(second + 1, 0)),
    places.map((second) => other(second, 0)),
  ])
    expect(Math.abs(correlation(first, beside))).toBeLessThan(0.04);
});

test('a pod that two policies start in the same second is equally slow under both, whatever they started before', () => {
  fc.assert(
    fc.property(distribution, seed, fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 10 }), (startUp, of, before) => {
      const asked: (readonly [second: number, startUp: number])[][] = [[], []];
      const draw = drawnStartUps(startUp, of);
      const [busy, idle] = asked.map(
        (seen) =>
          new Fleet(1, (placedAt, nth) => {
            seen.push([placedAt, draw(placedAt, nth)]);
            return draw(placedAt, nth);
          }),
      );
      before.forEach((wanted, index) => busy?.scale(wanted, 15 * index));
      for (const fleet of [busy, idle]) fleet?.scale(fleet.replicas + 4, 600);
      const [after, alone] = asked.map((seen) => seen.filter(([second]) => second === 600));
      expect(after).toEqual(alone);
      expect(alone).toHaveLength(4);
    }),
    { numRuns: 50 },
  );
});

describe('a fleet whose pods are not equally slow', () => {
  const slow = [90, 30, 60];
  const fleetOf = (ready: number): Fleet => new Fleet(ready, (_, nth) => slow[nth] ?? 0);

  test('has each pod ready at its own time, in whatever order', () => {
    const fleet = fleetOf(0);
    fleet.scale(3, 0);
    const ready = [29, 30, 59, 60, 89, 90].map((second) => {
      fleet.grow(second);
      return fleet.ready;
    });
    expect(ready).toEqual([0, 1, 1, 2, 2, 3]);
    expect(fleet.recent).toEqual([30, 60, 90]);
  });

  test('stops the pods that were started last, be they the next to be ready', () => {
    const fleet = fleetOf(0);
    fleet.scale(3, 0);
    fleet.scale(1, 10);
    fleet.grow(60);
    expect([fleet.ready, fleet.starting]).toEqual([0, 1]);
    fleet.grow(90);
    expect(fleet.ready).toBe(1);
  });

  test('tells a release when the last of its pods is ready', () => {
    expect(fleetOf(3).add(3, 100)).toEqual({ pods: 3, readyAt: 190 });
  });

  test('has as many pods as are wanted, ready or starting, whatever is drawn', () => {
    fc.assert(
      fc.property(
        distribution,
        seed,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 })), { maxLength: 30 }),
        (startUp, of, steps) => {
          const fleet = new Fleet(5, drawnStartUps(startUp, of));
          let now = 0;
          for (const [wanted, pause] of steps) {
            now += pause;
            fleet.grow(now);
            fleet.scale(wanted, now);
            expect([fleet.replicas, fleet.ready + fleet.starting]).toEqual([wanted, wanted]);
          }
        },
      ),
    );
  });
});
