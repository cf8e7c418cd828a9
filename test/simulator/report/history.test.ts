import { History } from '../../../simulator/report/history';

function historyOf(perStep: number, ticks: readonly (readonly [needed: number, ready: number])[]): History {
  const history = new History(perStep);
  for (const [needed, ready] of ticks) history.add(needed, ready);
  return history;
}

test.each([
  [
    'enough pods: the fewest of them',
    [
      [3, 9],
      [4, 6],
      [2, 8],
    ],
    { needed: 4, ready: 6, missing: false },
  ],
  [
    'a moment without enough: what was ready then, not what was ready while few were needed',
    [
      [1, 2],
      [9, 5],
      [9, 7],
    ],
    { needed: 9, ready: 5, missing: true },
  ],
  [
    'the fewest of the moments without enough',
    [
      [9, 7],
      [9, 4],
      [1, 3],
    ],
    { needed: 9, ready: 4, missing: true },
  ],
] as const)('a step shows its worst moment: %s', (_, ticks, shown) => expect(historyOf(3, ticks).all).toEqual([expect.objectContaining(shown)]));

test('a record that is no multiple of a step ends with a shorter step', () => {
  expect(
    historyOf(2, [
      [1, 1],
      [2, 2],
      [3, 3],
    ]).all.map(({ needed }) => needed),
  ).toEqual([2, 3]);
});

test('the signal with the most replicas wins until the next sync, the first of equal ones, and none without replicas', () => {
  const history = new History(1);
  const asked = [
    { cpu: 3000, rate: 4000 },
    { cpu: 4000, rate: 4000 },
    { cpu: 0, rate: 0 },
    { cpu: null, rate: 1000 },
  ];
  for (const counts of asked) {
    history.asked(counts);
    history.add(1, 1);
    history.add(1, 1);
  }
  expect(history.all.map(({ winner }) => winner)).toEqual(['rate', 'rate', 'cpu', 'cpu', undefined, undefined, 'rate', 'rate']);
  expect(history.winners).toEqual([
    ['rate', 50],
    ['cpu', 25],
  ]);
});
