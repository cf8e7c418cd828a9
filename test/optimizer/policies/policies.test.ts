/** For any measurements and forecasts, a policy gives a decision within its bounds, with confidence, risk and reasons, or a typed refusal. */
import fc from 'fast-check';
import type { Measured } from '../../../optimizer/measured';
import { anomalyResponse, suspects } from '../../../optimizer/policies/anomaly-response';
import { cacheTtl, neededTtl } from '../../../optimizer/policies/cache-ttl';
import { connectionPool, erlangC, neededPool } from '../../../optimizer/policies/connection-pool';
import { policies } from '../../../optimizer/policies/policies';
import type { Decision, Policy, Refusal, View } from '../../../optimizer/policies/policy';
import { prewarm } from '../../../optimizer/policies/prewarm';
import { proposedSizing, rightSizing } from '../../../optimizer/policies/right-sizing';
import { sized, tuned, viewOf, type ViewChange } from '../a-view';
import { noon } from '../played-world';

const workload = { tuned, sizing: sized, anomalies: { mode: 'act', cap: 20 }, bottlenecks: 'act' };
const around = (value: number) => ({ value, lower: 0.9 * value, upper: 1.1 * value });
const decided = (policy: Policy, change: ViewChange): Decision | Refusal => policy.decide(viewOf({ workload, ...change }));
const cache = { readsPerSecond: 400, hitRatio: 0.8, ttl: 60, keys: [] };
const samples = (count: number, value: (index: number) => number) => Float64Array.from({ length: count }, (_, index) => value(index));

const anyNumber = fc.oneof(fc.double(), fc.double({ min: 0, max: 1000, noNaN: true }), fc.constantFrom(0, Number.NaN, Infinity, -1));
const anySamples = fc.array(anyNumber, { maxLength: 150 }).map((values) => Float64Array.from(values));
const anyMeasured: fc.Arbitrary<Measured> = fc.record(
  {
    replicas: anyNumber,
    cache: fc.record({
      readsPerSecond: anyNumber,
      hitRatio: anyNumber,
      ttl: fc.double({ min: 1, max: 3600, noNaN: true }),
      keys: fc.array(fc.record({ key: fc.stringMatching(/^item:[1-9]$/), readsPerSecond: anyNumber }), { maxLength: 6 }),
    }),
    pool: fc.record({ size: fc.integer({ min: 1, max: 50 }), demand: anySamples, waited: fc.double({ min: 0, max: 1 }) }),
    pods: fc.record({ cpu: anySamples, memory: anySamples, days: fc.double({ min: 0, max: 30, noNaN: true }) }),
    signals: fc.constant([]),
  },
  { requiredKeys: ['signals'] },
);

test('decisions stay within the bounds of the environment, for any measurements, forecasts and history', () => {
  const bounds: Readonly<Record<string, readonly [number, number]>> = {
    'cache-ttl': [5, 600],
    prewarm: [0, 3],
    'connection-pool': [2, 12],
    'right-sizing': [250, 2000],
    'anomaly-response': [0, 20],
  };
  fc.assert(
    fc.property(
      fc.record({
        measured: anyMeasured,
        load: fc.option(anyNumber, { nil: undefined }),
        forecasts: fc.array(anyNumber.map(around), { maxLength: 3 }),
        anomaly: fc.option(fc.record({ at: fc.integer({ min: noon - 4000, max: noon + 100 }), deviations: anyNumber }), { nil: undefined }),
        changedAt: fc.option(fc.integer({ min: noon - 4000, max: noon }), { nil: undefined }),
      }),
      (change) => {
        for (const policy of policies) {
          const found = decided(policy, change);
          expect(found.policy).toBe(policy.name);
          if (found.kind === 'refusal') {
            expect(found.why).not.toBe('');
            continue;
          }
          const [least, most] = bounds[policy.name] ?? [0, 50];
          expect([found.value >= least && found.value <= most, found.confidence >= 0 && found.confidence <= 1, found.reasons.length > 0]).toEqual([
            true,
            true,
            true,
          ]);
          expect(Object.values(found.tunables ?? {}).every((value) => typeof value !== 'number' || Number.isInteger(value))).toBe(true);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test.each(policies.map((policy) => [policy.name, policy] as const))('%s refuses without measurements, and when it is off', (_, policy) => {
  expect(['lacking', 'unneeded']).toContain((decided(policy, {}) as Refusal).because);
  const off = { tuned: { ...tuned, cache: { ...tuned.cache, mode: 'off' }, pool: { ...tuned.pool, mode: 'off' } }, sizing: { ...sized, mode: 'off' } };
  expect(
    policy.decide(viewOf({ workload: { ...off, anomalies: { mode: 'off', cap: 1 }, forecast: 'off', headroom: { mode: 'off', most: 1 } } })),
  ).toMatchObject({ because: 'off' });
});

test('a policy in the mode advise does not act, and nothing is decided in a freeze', () => {
  const change: ViewChange = { measured: { signals: [], cache }, forecasts: [around(3000)] };
  expect(decided(cacheTtl, change)).toMatchObject({ kind: 'decision', acts: true });
  const advising = { ...workload, tuned: { ...tuned, cache: { ...tuned.cache, mode: 'advise' } } };
  expect(cacheTtl.decide(viewOf({ ...change, workload: advising }))).toMatchObject({ kind: 'decision', acts: false });
  const freezes = [{ from: '2026-06-01T00:00:00Z', until: '2026-06-02T00:00:00Z' }];
  expect(cacheTtl.decide(viewOf({ ...change, workload, limits: { freezes } }))).toMatchObject({ because: 'frozen' });
});

describe('the TTL of a cache', () => {
  test('gives the allowed misses, by the formula of a cache with a TTL', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        fc.double({ min: 0.05, max: 0.99, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        (readsPerSecond, hitRatio, times, allowed) => {
          const ttl = neededTtl({ readsPerSecond, hitRatio, ttl: 60, keys: [] }, times, allowed);
          const hitsPerMiss = ((hitRatio / (1 - hitRatio)) * times * ttl) / 60;
          const misses = (readsPerSecond * times) / (1 + hitsPerMiss);
          expect(misses).toBeLessThanOrEqual(allowed * (1 + 1e-9));
          if (ttl > 0) expect(misses).toBeCloseTo(allowed, 5);
        },
      ),
    );
  });

  test('grows before a peak and shrinks after it, at most by a factor of two', () => {
    const at = (ahead: number): View['now'] => {
      const found = decided(cacheTtl, { measured: { signals: [], cache }, forecasts: [around(ahead)] });
      return found.kind === 'decision' ? found.value : cache.ttl;
    };
    expect([at(3000), at(1000), at(100)]).toEqual([115, 105, 30]);
  });

  test('is not decided for a cache that always or never hits', () => {
    for (const hitRatio of [0, 1])
      expect(decided(cacheTtl, { measured: { signals: [], cache: { ...cache, hitRatio } }, forecasts: [around(2000)] })).toMatchObject({ because: 'lacking' });
  });
});

describe('keys that are kept warm', () => {
  const keys = [4, 3, 1, 0.5, 0.02].map((readsPerSecond, index) => ({ key: `item:${index + 1}`, readsPerSecond }));
  test('are the most read ones, as many as allowed, and only before a peak', () => {
    const found = decided(prewarm, { measured: { signals: [], cache: { ...cache, keys } }, forecasts: [around(1500)] });
    expect(found).toMatchObject({ kind: 'decision', tunables: { prewarmKeys: ['item:1', 'item:2', 'item:3'] } });
    expect(decided(prewarm, { measured: { signals: [], cache: { ...cache, keys } }, forecasts: [around(1000)] })).toMatchObject({ because: 'unneeded' });
    const rare = keys.slice(4);
    expect(decided(prewarm, { measured: { signals: [], cache: { ...cache, keys: rare } }, forecasts: [around(1500)] })).toMatchObject({ because: 'unneeded' });
  });

  test('are released when the peak is over, and not while it is near', () => {
    const measured = { signals: [], cache: { ...cache, keys } };
    const at = (load: number, warm: readonly string[]): unknown => decided(prewarm, { measured, load, forecasts: [around(load)], warm });
    expect(at(900, ['item:1'])).toMatchObject({ kind: 'decision', value: 0, tunables: { prewarmKeys: [] } });
    for (const [load, warm] of [
      [900, []],
      [1050, ['item:1']],
    ] as const)
      expect(at(load, warm)).toMatchObject({ because: 'unneeded' });
    // no longer rising, but above the rest of the day
    expect(at(1200, [])).toMatchObject({ kind: 'decision', tunables: { prewarmKeys: ['item:1', 'item:2', 'item:3'] } });
  });

  test('stay while they have nearly as many reads as the best keys, and are changed otherwise', () => {
    const measured = { signals: [], cache: { ...cache, keys } };
    const with3 = (...warm: string[]): unknown => decided(prewarm, { measured, forecasts: [around(1500)], warm });
    expect(with3('item:3', 'item:2', 'item:1')).toMatchObject({ because: 'unneeded', why: '3 keys are warm, with 8.0 reads/s of 8.0 of the best' });
    // 7.5 of 8 reads per second
    expect(with3('item:1', 'item:2', 'item:4')).toMatchObject({ because: 'unneeded' });
    // 4.5 of 8
    expect(with3('item:1', 'item:4')).toMatchObject({ kind: 'decision', tunables: { prewarmKeys: ['item:1', 'item:2', 'item:3'] } });
  });
});

describe('the pool of connections', () => {
  const pool = (size: number, demand: number, waited = 0): Measured => ({ signals: [], pool: { size, demand: samples(60, () => demand), waited } });

  test('Erlang’s formula gives the published values', () => {
    // table of Erlang C in Cooper, Introduction to Queueing Theory: 10 servers at 7 and 9 erlangs
    expect(erlangC(10, 7)).toBeCloseTo(0.2217, 3);
    expect(erlangC(10, 9)).toBeCloseTo(0.6687, 3);
    expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 12);
  });

  test('is the smallest in which hardly any request waits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 200, noNaN: true }), (erlangs) => {
        const found = neededPool(erlangs, 0.01, 1000);
        expect(erlangC(found, erlangs)).toBeLessThanOrEqual(0.01);
        if (found > 1) expect(erlangC(found - 1, erlangs)).toBeGreaterThan(0.01);
      }),
    );
  });

  test('grows when requests wait, at most to the bound of the database, shrinks when it is mostly idle, and otherwise stays', () => {
    expect(decided(connectionPool, { measured: pool(4, 5, 0.5) })).toMatchObject({ kind: 'decision', value: 8 });
    expect(decided(connectionPool, { measured: pool(10, 9, 0.5) })).toMatchObject({ kind: 'decision', value: 12 });
    expect(decided(connectionPool, { measured: pool(10, 0.5) })).toMatchObject({ kind: 'decision', value: 5 });
    expect(decided(connectionPool, { measured: pool(10, 3.6) })).toMatchObject({ because: 'unneeded' });
  });
});

describe('a proposal for requests', () => {
  test('keeps the cores at which the autoscaler adds a pod, within rounding and bounds, and never requests less memory than was used', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 1800 }), fc.integer({ min: 50, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (cpu, memory, spread) => {
        const { settings } = viewOf({ workload });
        const pods = { cpu: samples(200, (index) => cpu * (1 - spread * ((index % 7) / 7))), memory: samples(200, () => memory), days: 4 };
        const found = proposedSizing(pods, settings.sizing!, settings.scaling);
        const scalePoint = 0.7 * 500;
        // the target is rounded to a whole percent
        expect(Math.abs((found.utilization / 100) * found.cpu.request - scalePoint)).toBeLessThanOrEqual(0.01 * found.cpu.request);
        expect(found.utilization).toBeLessThanOrEqual(85);
        expect(found.memory.request).toBeGreaterThanOrEqual(memory);
        for (const { request, limit } of [found.cpu, found.memory]) expect(request).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('follows the measured use, and never acts', () => {
    const pods = { cpu: samples(400, () => 300), memory: samples(400, () => 700), days: 4 };
    expect(decided(rightSizing, { measured: { signals: [], pods } })).toMatchObject({ acts: false, sizing: { memory: { request: 805, limit: 946 } } });
    const fits = { cpu: samples(400, () => 400), memory: samples(400, () => 460), days: 4 };
    const at80 = { ...workload, sizing: { ...sized, cpu: { ...sized.cpu, request: 438, limit: 1752 }, memory: { ...sized.memory, limit: 621, request: 529 } } };
    expect(rightSizing.decide(viewOf({ workload: at80, measured: { signals: [], pods: fits } }))).toMatchObject({ because: 'unneeded' });
  });
});

describe('an anomaly', () => {
  const measured: Measured = { signals: [], replicas: 8 };
  const anomaly = { at: noon - 300, deviations: 5 };

  test('keeps the current replicas and adds a quarter, once, within its cap', () => {
    expect(decided(anomalyResponse, { measured, anomaly })).toMatchObject({ kind: 'decision', value: 10, reverts: false });
    const made = new Map([['anomaly-response', [{ at: noon - 200, value: 10 }]]]);
    expect(decided(anomalyResponse, { measured: { ...measured, replicas: 10 }, anomaly, made })).toMatchObject({ value: 10 });
    expect(decided(anomalyResponse, { measured: { ...measured, replicas: 40 }, anomaly })).toMatchObject({ value: 20 });
    expect(decided(anomalyResponse, { measured, anomaly: { ...anomaly, at: noon - 2000 } })).toMatchObject({ because: 'unneeded' });
  });

  test('rolls back our own change just before it, and no other', () => {
    for (const [changedAt, reverts] of [
      [noon - 400, true],
      [noon - 2000, false],
      [noon - 200, false],
    ] as const)
      expect(decided(anomalyResponse, { measured, anomaly, changedAt })).toMatchObject({ reverts });
  });

  test('names the signals that correlate most with the load', () => {
    const signal = (name: string, value: (load: number) => number) => ({
      name,
      samples: Array.from({ length: 60 }, (_, index) => ({ at: noon - 1800 + 30 * index, load: 100 + index, value: value(100 + index) })),
    });
    const found = suspects([
      signal('noise', (load) => (load * 7919) % 13),
      signal('latency', (load) => 2 * load),
      signal('hits', (load) => -load * load),
      signal('flat', () => 1),
    ]);
    expect(found.map((one) => one.signal)).toEqual(['latency', 'hits', 'noise']);
  });
});
