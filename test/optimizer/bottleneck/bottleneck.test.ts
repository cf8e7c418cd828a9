/** The kind: whatever part of a request takes longer than usual, it is named, and with it the tunable that relieves it, or what would where none does. */
import fc from 'fast-check';
import type { Vital } from '../../../optimizer/incidents/vital';
import type { Decision, Refusal } from '../../../optimizer/policies/policy';
import type { Level, RequestPart } from '../../../optimizer/bottleneck/request-time';
import { bottleneckMitigation } from '../../../optimizer/policies/bottleneck-mitigation';
import { begin, type Moves } from '../incidents/played-shop';
import { sized, tuned, viewOf, type ViewChange } from '../a-view';
import { measured, missing, playedRequests, signal, slower, usualSeconds, waiting, type PlayedRequests } from './played-requests';

const now = begin + 90;
const workload = { tuned, sizing: sized, bottlenecks: 'act' };

function said(requests: PlayedRequests, change: ViewChange = {}): Decision | Refusal {
  return bottleneckMitigation.decide(
    viewOf({
      now,
      requestTime: playedRequests(requests),
      measured: measured([waiting(0.1), missing(0.1)]),
      ...change,
      workload: { ...workload, ...change.workload },
    }),
  );
}

const whatever = [fc.double({ min: 4, max: 8, noNaN: true }), fc.integer(), fc.double({ min: 0.02, max: 0.12, noNaN: true })] as const;

interface Case {
  readonly moves: (times: number) => Moves;
  readonly change?: ViewChange;
  readonly becomes: object;
}

const stalled = measured([waiting(4), missing(0.1)]);
const missed = measured([waiting(0.1), missing(0.4)]);
const oldest = { ...tuned, cache: { ...tuned.cache, ttl: { least: 5, most: 60 } } };

const cases: Readonly<Record<string, Case>> = {
  'requests that wait for a connection': {
    moves: (times) => slower({ backend: 2 * times }),
    change: { measured: stalled },
    becomes: { kind: 'decision', tunables: { poolSize: 12 }, risk: 'medium', acts: true },
  },
  'requests that wait for a connection because the database is slow': {
    moves: (times) => slower({ backend: 6 * times, shop: 1.8 }),
    change: { measured: stalled },
    becomes: { because: 'untunable', why: expect.stringMatching(/because a call of shop takes .*more connections would load it more/) },
  },
  'requests that wait for a connection of a pool that has all that it may have': {
    moves: (times) => slower({ backend: 2 * times }),
    change: { measured: stalled, workload: { tuned: { ...tuned, pool: { ...tuned.pool, connections: { least: 2, most: 6 } } } } },
    becomes: { because: 'untunable', why: expect.stringContaining('it stays at 6') },
  },
  'requests that wait for a connection of a pool that nobody may tune': {
    moves: (times) => slower({ backend: 2 * times }),
    change: { measured: stalled, workload: { tuned: { ...tuned, pool: { ...tuned.pool, mode: 'off' } } } },
    becomes: { because: 'untunable', why: expect.stringContaining('the pool may not be tuned') },
  },
  'a database that is slow': {
    moves: (times) => slower({ shop: times }),
    becomes: {
      because: 'untunable',
      why: expect.stringMatching(/^of a request shop .*it is the database that is slow, which a replica, a larger size or an index relieves/),
    },
  },
  'a database that is asked more because the cache misses more': {
    moves: (times) => slower({ shop: times }, 'more calls'),
    change: { measured: missed },
    // six times as many misses of what is left of the reads: limits double a lifetime at most
    becomes: { kind: 'decision', tunables: { cacheTtlSeconds: 120 }, acts: true },
  },
  'a database that is asked more because the cache misses more, with entries that may not live longer': {
    moves: (times) => slower({ shop: times }, 'more calls'),
    change: { measured: missed, workload: { tuned: oldest } },
    becomes: { kind: 'decision', tunables: { prewarmKeys: ['item:1', 'item:2'] }, risk: 'low' },
  },
  'a database that is asked more because the cache misses more, of which no key is worth more and no entry may live longer': {
    moves: (times) => slower({ shop: times }, 'more calls'),
    change: { measured: missed, warm: ['item:1', 'item:2'], workload: { tuned: oldest } },
    becomes: { because: 'untunable', why: expect.stringContaining('its entries live as long as they may, 60 s') },
  },
  'a database that is asked more because the cache keeps nothing': {
    moves: (times) => slower({ shop: times }, 'more calls'),
    change: { measured: measured([missing(1)]) },
    becomes: { because: 'untunable', why: expect.stringContaining('it keeps nothing') },
  },
  'a database that is asked more by requests that ask for other things': {
    moves: (times) => slower({ shop: times }, 'more calls'),
    becomes: { because: 'untunable', why: expect.stringContaining('what is asked for has changed') },
  },
  'a cache that is slow': {
    moves: (times) => slower({ redis: 100 * times }),
    becomes: { because: 'untunable', why: expect.stringMatching(/redis .*no tunable makes a cache answer faster/) },
  },
  'a service of ours that is slow': {
    moves: (times) => slower({ prices: 8 * times }),
    becomes: { because: 'untunable', why: expect.stringMatching(/prices .*its own requests say what they wait for/) },
  },
  'its own code': {
    moves: (times) => slower({ backend: 2 * times }),
    becomes: { because: 'untunable', why: expect.stringMatching(/^of a request itself .*its own code/) },
  },
  'too little CPU': {
    moves: (times) => ({ ...slower({ backend: 2 * times }), 'CPU of backend': times }),
    becomes: { because: 'untunable', why: expect.stringMatching(/a pod uses .* cores, usually .*of a limit of 2: more replicas or a larger request/) },
  },
  'a limit of CPU that is reached, which makes the database look slow': {
    moves: (times) => ({ ...slower({ shop: times, backend: times }), 'CPU of backend': 14 }),
    becomes: { because: 'untunable', why: expect.stringMatching(/a pod uses [234]\.\d\d cores/) },
  },
};

test.each(Object.entries(cases))('%s is told as what it is', (_, { moves, change, becomes }) => {
  fc.assert(
    fc.property(...whatever, (times, seed, noise) => {
      const found = said({ moves: moves(times), seed, noise }, change);
      expect(found).toMatchObject(becomes);
      if (found.kind !== 'decision') return;
      expect(found.confidence).toBeGreaterThan(0.3);
      expect(found.effect!.after).toBeLessThan(found.effect!.before);
      expect(found.reasons.at(-1)).toMatch(/^expected: a request takes [\d.]+ ms in place of [\d.]+ ms$/);
    }),
    { numRuns: 20 },
  );
});

test('somebody else’s service has to be relieved by who runs it', () => {
  const withoutOwn = (all: readonly Vital[]): readonly Vital[] => all.filter(({ subject }) => subject.name !== 'prices' || subject.client !== undefined);
  expect(said({ moves: slower({ prices: 30 }), vitals: withoutOwn })).toMatchObject({
    because: 'untunable',
    why: expect.stringContaining('who runs it has to relieve it'),
  });
});

test('of 200 usual hours none has a bottleneck', () => {
  const found = Array.from({ length: 200 }, (_, seed) => said({ moves: {}, seed, noise: 0.02 + (0.15 * seed) / 200 }));
  expect([...new Set(found.map((one) => (one.kind === 'refusal' ? one.because : one.kind)))]).toEqual(['unneeded']);
});

test('where two parts take longer, and neither most of it, there is no single one', () => {
  // each of them adds a tenth of a second, and a third of it again that nobody traced
  const times = (part: keyof typeof usualSeconds): number => 1 + 0.1 / usualSeconds[part];
  const moves = { ...slower({ shop: times('shop'), prices: times('prices'), redis: times('redis') }) };
  expect(said({ moves })).toMatchObject({ because: 'unclear', why: expect.stringMatching(/shop .*prices|prices .*shop/) });
});

describe('nothing is decided', () => {
  const waits: PlayedRequests = { moves: slower({ backend: 10 }) };

  test('of requests without spans, and of those that were seen too long ago', () => {
    expect(said({ ...waits, vitals: () => [] })).toMatchObject({ because: 'lacking' });
    for (const away of [-200, 200])
      expect(said(waits, { now: now + away, measured: stalled })).toMatchObject({ because: 'lacking', why: expect.stringContaining('spans') });
  });

  test('about a tunable that another policy changes, now or in a change that is being watched', () => {
    const other = { ...(said(waits, { measured: stalled }) as Decision), policy: 'connection-pool' };
    expect(said(waits, { measured: stalled, decided: [other] })).toMatchObject({
      because: 'taken',
      why: expect.stringContaining('connection-pool changes poolSize'),
    });
    const watched = { policy: 'connection-pool', changed: ['poolSize'] };
    expect(said(waits, { measured: stalled, watched })).toMatchObject({ because: 'taken' });
    for (const elsewhere of [
      { policy: 'cache-ttl', changed: ['cacheTtlSeconds'] },
      { policy: 'bottleneck-mitigation', changed: ['poolSize'] },
    ])
      expect(said(waits, { measured: stalled, watched: elsewhere })).toMatchObject({ kind: 'decision' });
  });

  test('in a freeze, before there is evidence, and on what was not measured lately', () => {
    expect(said(waits, { measured: stalled, knownDays: 1 })).toMatchObject({ because: 'lacking' });
    const freezes = [{ from: new Date((now - 60) * 1000).toISOString(), until: new Date((now + 60) * 1000).toISOString() }];
    expect(said(waits, { measured: stalled, limits: { freezes } })).toMatchObject({ because: 'frozen' });
    const old = signal('waiting for a connection', 0.1, 4);
    const ended = { ...old, samples: old.samples.filter(({ at }) => at < now - 130) };
    expect(said(waits, { measured: measured([ended]) })).toMatchObject({ because: 'untunable', why: expect.stringContaining('its own code') });
  });
});

test.each([
  ['act', 'act', true],
  ['act', 'advise', false],
  ['advise', 'act', false],
])('in mode %s a pool in mode %s makes acting %s', (bottlenecks, mode, acts) => {
  const change = { measured: stalled, workload: { bottlenecks, tuned: { ...tuned, pool: { ...tuned.pool, mode } } } };
  expect(said({ moves: slower({ backend: 10 }) }, change)).toMatchObject({ kind: 'decision', acts });
});

test('a larger pool takes away as much of the waiting as of what is asked for it gets', () => {
  const after = (most: number): number => {
    const pool = { ...tuned.pool, connections: { least: 2, most } };
    const found = said({ moves: slower({ backend: 20 }) }, { measured: stalled, workload: { tuned: { ...tuned, pool } } });
    return found.kind === 'decision' ? found.effect!.after : Number.NaN;
  };
  expect(after(12)).toBeLessThan(after(9));
  expect(after(9)).toBeLessThan(after(7));
});

test('whatever was measured, nothing is thrown, and what is decided is within what the environment allows', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, 1e-9, Number.NaN, Infinity, -1));
  // doubles of fast-check are hardly ever of a usual size
  const even = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 1000 }).map((part) => (part / 1000) * max);
  const value = (max: number): fc.Arbitrary<number> => fc.oneof({ weight: 1, arbitrary: odd }, { weight: 19, arbitrary: even(max) });
  const level = (now: number, usual: number): fc.Arbitrary<Level> => fc.record({ now: value(now), usual: value(usual) });
  const callee = fc.constantFrom<RequestPart['callee']>(undefined, { name: 'shop', kind: 'database' }, { name: 'redis', kind: 'cache' });
  const part: fc.Arbitrary<RequestPart> = fc
    .record({ callee, seconds: level(1, 0.1), calls: level(3, 1), deviations: value(60) })
    .map(({ callee: of, ...rest }) => (of === undefined ? rest : { ...rest, callee: of }));
  const requestTime = fc.record({ at: fc.constant(now), seconds: level(1, 0.1), parts: fc.array(part, { minLength: 1, maxLength: 3 }) });
  const use = fc.record({
    waits: value(4),
    misses: value(1),
    size: fc.integer({ min: 1, max: 14 }),
    ttl: fc.integer({ min: 1, max: 3600 }),
    hitRatio: value(1),
    reads: value(100),
    demand: fc.array(value(10), { maxLength: 60 }),
  });
  let decisions = 0;
  fc.assert(
    fc.property(requestTime, use, (seen, { waits, misses, size, ttl, hitRatio, reads, demand }) => {
      const keys = [{ key: 'item:1', readsPerSecond: reads }];
      const all = measured([waiting(waits), missing(misses)], {
        cache: { readsPerSecond: reads, hitRatio, ttl, keys },
        pool: { size, demand: Float64Array.from(demand), waited: 0 },
      });
      const found = bottleneckMitigation.decide(viewOf({ now, requestTime: seen, measured: all, workload }));
      if (found.kind === 'refusal') {
        expect(found.why).not.toBe('');
        return;
      }
      decisions += 1;
      const { poolSize = 2, cacheTtlSeconds = 5, prewarmKeys = [] } = found.tunables!;
      expect([poolSize >= 2 && poolSize <= 12, cacheTtlSeconds >= 5 && cacheTtlSeconds <= 600, prewarmKeys.length <= 3]).toEqual([true, true, true]);
      expect([found.confidence >= 0 && found.confidence <= 1, found.effect!.after >= 0, found.effect!.after <= found.effect!.before]).toEqual([
        true,
        true,
        true,
      ]);
    }),
    { numRuns: 2000 },
  );
  // a property of nothing would hold as well
  expect(decisions).toBeGreaterThan(10);
});
