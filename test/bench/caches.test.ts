/** Properties of the caches over random traces and sizes. */
import fc from 'fast-check';
import { seededRandom } from '../../optimizer/timeseries/random';
import { boundedLifeHits, clairvoyantHits, learnedHits, lruHits } from '../../bench/cache/caches';

const trace = fc.array(fc.nat(12), { maxLength: 120 }).map((keys) => Int32Array.from(keys));
const places = fc.integer({ min: 1, max: 10 });

test('no cache has more hits than the clairvoyant one, which misses each key only once if all keys fit', () => {
  fc.assert(
    fc.property(trace, places, (keys, capacity) => {
      const most = clairvoyantHits(keys, capacity);
      for (const hits of [lruHits(keys, capacity), learnedHits(keys, capacity), boundedLifeHits(keys, capacity, 20)]) expect(hits).toBeLessThanOrEqual(most);
      expect(clairvoyantHits(keys, 13)).toBe(keys.length - new Set(keys).size);
      expect(lruHits(keys, 13)).toBe(keys.length - new Set(keys).size);
    }),
  );
});

/** Most hits of all ways to evict a key or not to keep one, by trying each. */
function mostHits(keys: readonly number[], capacity: number, held: readonly number[] = []): number {
  const [key, ...rest] = keys;
  if (key === undefined) return 0;
  if (held.includes(key)) return 1 + mostHits(rest, capacity, held);
  const kept = held.length < capacity ? [[...held, key]] : held.map((gone) => [...held.filter((one) => one !== gone), key]);
  return Math.max(...[held, ...kept].map((next) => mostHits(rest, capacity, next)));
}

test('the clairvoyant cache has the most hits that are possible', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 9 }), fc.integer({ min: 1, max: 3 }), (keys, capacity) => {
      expect(clairvoyantHits(Int32Array.from(keys), capacity)).toBe(mostHits(keys, capacity));
    }),
  );
});

test('the LRU cache has the hits of a list ordered by last use', () => {
  fc.assert(
    fc.property(trace, places, (keys, capacity) => {
      let list: readonly number[] = [];
      let hits = 0;
      for (const key of keys) {
        if (list.includes(key)) hits += 1;
        list = [...list.filter((one) => one !== key), key].slice(-capacity);
      }
      expect(lruHits(keys, capacity)).toBe(hits);
    }),
  );
});

test('keys that are read often stay while many others are read once', () => {
  const keys = Int32Array.from({ length: 6000 }, (_, at) => (at % 2 === 0 ? at % 40 : 1000 + at));
  expect(learnedHits(keys, 25)).toBeGreaterThan(1.2 * lruHits(keys, 25));
});

/** Keys that are read again by how lately they were read, and new ones in between: what the least recently used is best for. */
function lateFirst(seed: number, length: number): Int32Array {
  const random = seededRandom(seed);
  const stack = Array.from({ length: 1500 }, (_, key) => key);
  let fresh = stack.length;
  return Int32Array.from({ length }, () => {
    const isNew = random() < 0.1;
    const [key = 0] = isNew ? [fresh] : stack.splice(Math.floor(random() ** 4 * stack.length), 1);
    if (isNew) fresh += 1;
    stack.unshift(key);
    return key;
  });
}

test.each([1, 2, 3, 4])('no more is missed than by the least recently used where nothing is better than it (%i)', (seed) => {
  const keys = lateFirst(seed, 6000);
  for (const capacity of [20, 100, 500]) expect(learnedHits(keys, capacity)).toBeGreaterThanOrEqual(lruHits(keys, capacity));
});
