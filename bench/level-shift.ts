/**
 * `npm run bench:level-shift`: hours until forecasts are as good as usual after a load of `$LYO_DATA/traces` has become half or twice as high for good, at noon of the first day of its last 40 % and twelve hours later, against the same load without the shift. The usual error is the reference, and the ratio that of
 * the hours from six to twenty-four after the shift. `--traces part` keeps files whose name contains the part. `--short` takes a synthetic load.
 */
import { textTable } from '../command-line/text-table';
import { stepsOf } from '../optimizer/timeseries/forecast/baselines';
import { known, type Outcome } from '../optimizer/timeseries/outcome';
import type { RegularSeries } from '../optimizer/timeseries/series';
import { recoveries, type Recovery } from './forecast/after-shift';
import { madeUpLoad } from './forecast/made-up-load';
import { askedLoads, notForecastable, type RecordedLoad } from './forecast/recorded-loads';

const goalHours = 6;
const factors = [0.5, 2];

/** Noon of the first day that is tested, and the midnight after it, as steps. */
function shiftsOf({ start, step, values }: RegularSeries): readonly number[] {
  const test = start + Math.floor(values.length * 0.6) * step;
  const noon = Math.ceil((test - 43_200) / 86_400) * 86_400 + 43_200;
  return [noon, noon + 43_200].map((at) => stepsOf(at - start, step));
}

interface Shifted {
  readonly title: string;
  readonly outcome: Outcome<readonly Recovery[]>;
}

/** A load that is too short is told once. */
function shifted({ name, series }: RecordedLoad): readonly Shifted[] {
  if (!series.ok) return [{ title: name, outcome: series }];
  const all = shiftsOf(series.value).flatMap((shift, index) => {
    const outcome = recoveries(series.value, shift, factors);
    return factors.map((factor, place): Shifted => {
      const title = `${name}, × ${factor} at ${index === 0 ? 'noon' : 'midnight'}`;
      return { title, outcome: outcome.ok ? known(outcome.value[place] ?? []) : outcome };
    });
  });
  const refused = all.find(({ outcome }) => !outcome.ok);
  return refused === undefined ? all : [{ title: name, outcome: refused.outcome }];
}

function main(): void {
  const rows: (readonly string[])[] = [['series, shift, ahead', 'hours until usual', '1 − WAPE after 6 to 24 h', 'without shift', 'error ratio']];
  const counted: Recovery[] = [];
  for (const load of askedLoads(() => madeUpLoad(9, 5))) {
    for (const { title, outcome } of shifted(load)) {
      if (!outcome.ok) {
        process.stdout.write(`${title}: not shifted, ${outcome.reason.why}\n`);
        continue;
      }
      rows.push(...outcome.value.map((recovery) => cells(title, recovery)));
      if (!notForecastable.test(load.name)) counted.push(...outcome.value);
    }
    process.stderr.write(`${load.name} done\n`);
  }
  if (rows.length > 1) process.stdout.write(`\n${textTable(rows).join('\n')}\n`);
  const inTime = counted.filter(({ hours = Number.POSITIVE_INFINITY }) => hours <= goalHours).length;
  process.stdout.write(`usual again within ${goalHours} hours: ${inTime} of ${counted.length}\n`);
}

function cells(name: string, { minutes, hours, shifted, usual }: Recovery): readonly string[] {
  return [
    `${name}, ${minutes} min`,
    hours === undefined ? 'not in 24' : String(hours),
    (1 - shifted).toFixed(3),
    (1 - usual).toFixed(3),
    (shifted / usual).toFixed(2),
  ];
}

main();
