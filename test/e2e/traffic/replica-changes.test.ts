import { changesOf } from '../../../e2e/traffic/replica-changes';

const looks = (...replicas: readonly number[]) => replicas.map((count, index) => ({ at: index * 60, replicas: count }));

test('replicas that stay do not change, and none do not either', () => {
  expect(changesOf(looks(5, 5, 5), 900)).toEqual({ changes: 0, reversals: 0 });
  expect(changesOf([], 900)).toEqual({ changes: 0, reversals: 0 });
});

test('a scale-out is a reversal when a scale-in came within the time, and not later', () => {
  expect(changesOf(looks(5, 5, 4, 5), 900)).toEqual({ changes: 2, reversals: 1 });
  expect(changesOf(looks(5, 4, 4, 4, 5), 120)).toEqual({ changes: 2, reversals: 0 });
  expect(changesOf(looks(4, 5, 6, 5), 900)).toEqual({ changes: 3, reversals: 0 });
});
