/** The truth that changes are judged by: it follows from formulas, whatever is drawn. */
import { confusionOf } from '../../../e2e/optimizer/confusion';
import { Hastened } from '../../../e2e/optimizer/hastened';
import { consequencesOf, isHarmful, seededChanges, usual } from '../../../e2e/optimizer/seeded-changes';
import { randomFrom } from '../../../e2e/waiting/random';
import type { MetricsSource } from '../../../optimizer/ports';

test('of as many changes as were asked for each does what it is meant to, and differs from what is usual', () => {
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

test('a smaller pool lets more wait, entries that die sooner are missed more, and what lies between harm and none is neither', () => {
  const waiting = [1, 2, 3, 5, 10].map((poolSize) => consequencesOf({ poolSize }).waiting);
  expect(waiting).toEqual([...waiting].sort((a, b) => b - a));
  const missed = [1, 3, 12, 40].map((cacheTtlSeconds) => consequencesOf({ cacheTtlSeconds }).missed);
  expect(missed).toEqual([...missed].sort((a, b) => b - a));
  expect([isHarmful({ poolSize: 1 }), isHarmful({ poolSize: 5 }), isHarmful({ poolSize: 20 })]).toEqual([true, undefined, false]);
});

test('a table counts what was undone and kept, and the slowest rollback of harm', () => {
  const one = { what: 'pool', values: usual, why: '' };
  const tried = [
    { ...one, harmful: true, undone: true, after: 120 },
    { ...one, harmful: true, undone: false, after: 300 },
    { ...one, harmful: false, undone: true, after: 200 },
    { ...one, harmful: false, undone: false, after: 300 },
  ];
  expect(confusionOf(tried)).toMatchObject({ missed: 1, wrongly: 1, slowest: 120 });
});

test('hastened time asks for shorter ranges and steps, and answers in its own', async () => {
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
