import { scoredFromOneDay } from '../../bench/forecast/one-day';
import { regularSeries } from '../../optimizer/timeseries/series';

/** Quarters of an hour of a load with a daily course, `days` long; a series whose first day is another one by `first`. */
function load(days: number, first = 1) {
  const value = (index: number): number => (100 + 60 * Math.sin((2 * Math.PI * index) / 96) + (index % 7)) * (index < 96 ? first : 1);
  const series = regularSeries(
    Array.from({ length: 96 * days }, (_, index) => ({ at: index * 900, value: value(index) })),
    900,
  );
  if (!series.ok) throw new Error(series.reason.why);
  return series.value;
}

test('forecasts from one day know nothing of the days before it, and all five models take part', () => {
  const outcome = scoredFromOneDay(load(5));
  expect(outcome).toEqual(scoredFromOneDay(load(5, 30)));
  expect(outcome.ok && outcome.value.map(({ minutes, members }) => [minutes, members.length])).toEqual([
    [15, 5],
    [60, 5],
  ]);
});

test('a load without two days before its last 40 % is refused', () => {
  expect(scoredFromOneDay(load(3))).toMatchObject({ ok: false, reason: { kind: 'not enough data' } });
});
