import { recoveries } from '../../bench/forecast/after-shift';
import { regularSeries } from '../../optimizer/timeseries/series';

/** Half hours of a load with a daily course. */
function load(days: number) {
  const value = (index: number): number => 100 + 60 * Math.sin((2 * Math.PI * index) / 48) + (index % 7);
  const series = regularSeries(
    Array.from({ length: 48 * days }, (_, index) => ({ at: index * 1800, value: value(index) })),
    1800,
  );
  if (!series.ok) throw new Error(series.reason.why);
  return series.value;
}

test('a load whose level stays is forecast as usual from the first hour on, whatever its level is called', () => {
  const outcome = recoveries(load(7), 4 * 48, [1]);
  expect(outcome.ok && outcome.value[0]?.map(({ minutes, hours, shifted, usual }) => ({ minutes, hours, same: shifted === usual }))).toEqual([
    { minutes: 15, hours: 0, same: true },
    { minutes: 60, hours: 0, same: true },
  ]);
});

test('a load that becomes ten times as high is worse than usual for an hour at least, and told with the hours it takes', () => {
  const outcome = recoveries(load(7), 4 * 48, [10]);
  const hours = outcome.ok ? outcome.value.flat().map((recovery) => recovery.hours ?? Number.POSITIVE_INFINITY) : [];
  expect(hours).toHaveLength(2);
  expect(Math.min(...hours)).toBeGreaterThan(0);
});

test.each([
  ['before', 7, 3 * 48 + 23],
  ['after', 5, 4 * 48],
])('with too little %s the shift it is refused, with what is needed', (_, days, shift) => {
  expect(recoveries(load(days), shift, [2])).toMatchObject({ ok: false, reason: { why: expect.stringContaining('thirty hours after it are needed') } });
});
