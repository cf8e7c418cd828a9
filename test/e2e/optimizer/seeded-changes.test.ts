/** The ground truth by which changes are judged follows from formulas, whatever the seed. */
import { confusionOf } from '../../../e2e/optimizer/confusion';
import { Hastened } from '../../../e2e/optimizer/hastened';
import { consequencesOf, isHarmful, seededChanges, usual } from '../../../e2e/optimizer/seeded-changes';
import { randomFrom } from '../../../e2e/waiting/random';
import type { MetricsSource } from '../../../optimizer/ports';

test('all requested changes are generated, have the intended effect, and differ from the usual values', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const changes = seededChanges(randomFrom(seed), { harmful: 30, harmless: 100 });
    expect(changes.filter(({ harmful }) => harmful)).toHaveLength(30);
    expect(changes).toHaveLength(130);
    for (const { values, harmful } of changes) {
      expect(isHarmful(values)).toBe(harmful);
      expect(values).not.toEqual(usual);
    }
  }
});

test('a smaller pool means more waiting, a shorter TTL more misses, and changes between harmful and harmless are left out', () => {
  const waiting = [1, 2, 3, 5, 10].map((poolSize) => consequencesOf({ poolSize }).waiting);
  expect(waiting).toEqual([...waiting].sort((a, b) => b - a));
  const missed = [1, 3, 12, 40].map((cacheTtlSeconds) => consequencesOf({ cacheTtlSeconds }).missed);
  expect(missed).toEqual([...missed].sort((a, b) => b - a));
  expect([isHarmful({ poolSize: 1 }), isHarmful({ poolSize: 5 }), isHarmful({ poolSize: 20 })]).toEqual([true, undefined, false]);
});

test('the table counts rolled back and kept changes, and shows the slowest rollback of a harmful one', () => {
  const one = { what: 'pool', values: usual, why: '', again: false };
  const tried = [
    { ...one, harmful: true, undone: true, after: 120 },
    { ...one, harmful: true, undone: false, after: 300 },
    { ...one, harmful: false, undone: true, after: 200 },
    { ...one, harmful: false, undone: false, after: 300 },
  ];
  expect(confusionOf(tried)).toMatchObject({ missed: 1, wrongly: 1, slowest: 120 });
});

test('with hastened time, ranges and steps of queries are shorter, and the answers have the hastened times', async () => {
  const hastened = new Hastened(10);
  const asked: unknown[] = [];
  const inner: MetricsSource = {
    range: (expression, range) => {
      asked.push([expression, range.until - range.from, range.step]);
      return Promise.resolve({ kind: 'series', warnings: [], series: [{ labels: {}, samples: [{ at: range.until, value: 1 }] }] });
    },
    instant: () => Promise.resolve({ kind: 'unavailable', why: 'unused' }),
  };
  const now = hastened.clock();
  const answer = await hastened.source(inner).range('rate(x[1m]) + avg_over_time(y[300s])', { from: now - 600, until: now, step: 30 });
  expect(asked).toEqual([['rate(x[6000ms]) + avg_over_time(y[30000ms])', expect.closeTo(60, 3), 3]]);
  expect(answer).toMatchObject({ series: [{ samples: [{ at: expect.closeTo(now, 0) as number }] }] });
});
