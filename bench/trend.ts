/**
 * `npm run bench:trend`: the error of the trend's forecast of a day two weeks ahead (optimizer/timeseries/trend), on each recorded load of `$LYO_DATA/traces` that is long enough, from every day with `leastDays` before it; for the mean
 * of a day and for its peak. Compared with two naive forecasts: the same weekday of the last week, and the last day. `--short` takes a synthetic load.
 */
import { quantile } from '../optimizer/timeseries/quantile';
import { dailyValues, fittedTrend, leastDays, type DayMeasure } from '../optimizer/timeseries/trend';
import { known } from '../optimizer/timeseries/outcome';
import { seededRandom } from '../optimizer/timeseries/random';
import { askedLoads, type RecordedLoad } from './forecast/recorded-loads';
import { textTable } from '../command-line/text-table';

const ahead = 14;

/** A load that grows by one percent a day, with weekends. */
function madeUp(): RecordedLoad {
  const random = seededRandom(2);
  const values = Float64Array.from(
    { length: 60 * 24 },
    (_, hour) => 100 * 1.01 ** (hour / 24) * (Math.floor(hour / 24) % 7 < 5 ? 1 : 0.6) * (1 + 0.5 * Math.sin((2 * Math.PI * hour) / 24) + 0.05 * random()),
  );
  return { name: 'made-up', series: known({ start: 0, step: 3600, values }) };
}

interface Errors {
  readonly ours: readonly number[];
  readonly weekday: readonly number[];
  readonly lastDay: readonly number[];
  readonly inside: number;
}

function errorsOf(daily: Float64Array): Errors {
  const [ours, weekday, lastDay]: [number[], number[], number[]] = [[], [], []];
  let inside = 0;
  for (let last = leastDays - 1; last + ahead < daily.length; last += 1) {
    const actual = daily[last + ahead] ?? Number.NaN;
    const trend = fittedTrend(daily.slice(0, last + 1));
    if (!Number.isFinite(actual) || actual === 0 || !trend.ok) continue;
    const { value, lower, upper } = trend.value.at(ahead);
    const off = (said: number): number => Math.abs(said - actual) / Math.abs(actual);
    ours.push(off(value));
    weekday.push(off(daily[last] ?? Number.NaN));
    lastDay.push(off(quantile(daily.slice(last - 6, last + 1), 0.5)));
    if (actual >= lower && actual <= upper) inside += 1;
  }
  return { ours, weekday, lastDay, inside };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function main(): void {
  const loads = askedLoads(madeUp);
  for (const measure of ['mean', 'peak'] as const satisfies readonly DayMeasure[]) {
    const rows = loads.flatMap(({ name, series }) => {
      if (!series.ok) return [];
      const { ours, weekday, lastDay, inside } = errorsOf(dailyValues(series.value, measure));
      if (ours.length === 0) return [];
      return [{ name, forecasts: ours.length, ours: mean(ours), weekday: mean(weekday), lastDay: mean(lastDay), inside: inside / ours.length }];
    });
    const cells = rows.map((row) => [
      row.name,
      String(row.forecasts),
      percent(row.ours),
      percent(row.weekday),
      percent(row.lastDay),
      (row.ours / Math.min(row.weekday, row.lastDay)).toFixed(2),
      percent(row.inside),
    ]);
    const all = [
      'mean',
      '',
      percent(mean(rows.map(({ ours }) => ours))),
      percent(mean(rows.map(({ weekday }) => weekday))),
      percent(mean(rows.map(({ lastDay }) => lastDay))),
      '',
      '',
    ];
    const head = [`${measure} of the day, ${ahead} days ahead`, 'forecasts', 'ours', 'same weekday', 'last week', 'ratio', 'within its interval'];
    process.stdout.write(`${textTable([head, ...cells, all]).join('\n')}\n\n`);
  }
  const left = loads.length - loads.filter(({ series }) => series.ok && dailyValues(series.value, 'mean').length >= leastDays + ahead).length;
  process.stdout.write(`${left} of ${loads.length} loads have fewer than ${leastDays + ahead} days and are left out\n`);
}

main();
