import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { keyRanks } from '../../config/tuned-metrics';
import { readKeys } from '../../optimizer/expressions';
import { mostReadKeys } from '../../optimizer/most-read-keys';
import type { LabelledSeries } from '../../optimizer/ports';

const { names } = readKeys('backend', { namespace: 'shop', deployment: 'backend' });

/** Series of one pod for a rank: its key, and the reads of the key. */
function told(pod: string, rank: number, [key, reads]: readonly [key: number, reads: number], space = 'item'): readonly LabelledSeries[] {
  const labels = { namespace: 'shop', workload: 'backend', pod, rank: String(rank), space };
  return [
    { labels: { ...labels, __name__: names.key }, samples: [{ at: 0, value: key }] },
    { labels: { ...labels, __name__: names.reads }, samples: [{ at: 0, value: reads }] },
  ];
}

test('the reads of a key are summed over all pods, whatever its rank in each', () => {
  const series = [...told('a', 1, [7, 5]), ...told('a', 2, [8, 4]), ...told('b', 1, [8, 4]), ...told('b', 2, [9, 3]), ...told('b', 3, [7, 2], 'price')];
  expect(mostReadKeys(series, names)).toEqual([
    { key: 'item:8', readsPerSecond: 8 },
    { key: 'item:7', readsPerSecond: 5 },
    { key: 'item:9', readsPerSecond: 3 },
    { key: 'price:7', readsPerSecond: 2 },
  ]);
});

test.each([
  ['a key without its reads', told('a', 1, [7, 5]).slice(0, 1)],
  ['reads without their key', told('a', 1, [7, 5]).slice(1)],
  ['a number that is none of a key', told('a', 1, [7.5, 5])],
  ['a number that a float cannot hold', told('a', 1, [2 ** 53, 5])],
  ['a number below zero', told('a', 1, [-1, 5])],
  ['no number', told('a', 1, [Number.NaN, 5])],
  ['reads that are no number', told('a', 1, [7, Number.NaN])],
  ['endless reads', told('a', 1, [7, Number.POSITIVE_INFINITY])],
  ['a space that is none', told('a', 1, [7, 5], 'item"}\n')],
  ['a space without a name', told('a', 1, [7, 5], '')],
])('%s is left out, and the others are counted', (_, broken) => {
  expect(mostReadKeys([...broken, ...told('b', 1, [8, 1])], names)).toEqual([{ key: 'item:8', readsPerSecond: 1 }]);
});

test('any answer gives at most a hundred keys, each once, the most read first, whatever the order of the series', () => {
  const rank = fc.record({ pod: fc.constantFrom('a', 'b', 'c'), rank: fc.nat(60), key: fc.nat(200), reads: fc.double({ min: 0.01, max: 100, noNaN: true }) });
  fc.assert(
    fc.property(fc.uniqueArray(rank, { selector: ({ pod, rank: of }) => `${pod} ${of}`, maxLength: 150 }), fc.boolean(), (ranks, turned) => {
      const series = ranks.flatMap(({ pod, rank: of, key, reads }) => told(pod, of, [key, reads]));
      const keys = mostReadKeys(turned ? [...series].reverse() : series, names);
      expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
      expect(keys.length).toBe(Math.min(new Set(ranks.map(({ key }) => key)).size, 100));
      const reads = keys.map(({ readsPerSecond }) => readsPerSecond);
      expect(reads).toEqual([...reads].sort((a, b) => b - a));
      if (keys.length < 100) expect(reads.reduce((sum, one) => sum + one, 0)).toBeCloseTo(ranks.reduce((sum, { reads: one }) => sum + one, 0));
    }),
  );
});

test('the example exposes its keys under these names, as many as are kept', () => {
  const metrics = readFileSync(join(__dirname, '../../example/backend/app/metrics.py'), 'utf8');
  for (const name of Object.values(names)) expect(metrics).toContain(`"${name}"`);
  expect(metrics).toContain(`\nKEY_RANKS = ${keyRanks}\n`);
});
