import { changesOf } from '../../../e2e/traffic/replica-changes';

const looks = (...replicas: readonly number[]) => replicas.map((count, index) => ({ at: index * 60, replicas: count }));

test('constant replicas and an empty list have no changes', () => {
  expect(changesOf(looks(5, 5, 5), 900)).toEqual({ changes: 0, reversals: 0 });
  expect(changesOf([], 900)).toEqual({ changes: 0, reversals: 0 });
});

test('a scale-out within the given time after a scale-in is a reversal, and a later one is not', () => {
  expect(changesOf(looks(5, 5, 4, 5), 900)).toEqual({ changes: 2, reversals: 1 });
  expect(changesOf(looks(5, 4, 4, 4, 5), 120)).toEqual({ changes: 2, reversals: 0 });
  expect(changesOf(looks(4, 5, 6, 5), 900)).toEqual({ changes: 3, reversals: 0 });
});
