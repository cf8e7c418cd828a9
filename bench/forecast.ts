/**
 * `npm run bench:forecast`: accuracy of forecasts 15 and 60 minutes ahead, over the last 40 % of each series of `$LYO_DATA/traces` (`timestamp,value`, five-minute bins, a fit a day from at most 14 days), against
 * the best of persistence, yesterday, yesterday × level and level-seasonal, chosen afterwards for each series and horizon. The last two columns are the bound: 1 − WAPE and replicas of the mean of the bins before and after, which no forecast knows. A second table has forecasts made with exactly 24 hours of history; `--one-day` prints it alone. `--traces part` keeps files whose name contains the part. `--short` forecasts a synthetic load.
 */
import { scoredFromOneDay, type DayScores } from './forecast/one-day';
import { scored, type Scores } from './forecast/score-series';
import { madeUpLoad } from './forecast/made-up-load';
import { askedLoads, notForecastable, type RecordedLoad } from './forecast/recorded-loads';
import { textTable } from '../command-line/text-table';

function cells(name: string, { minutes, ours, best, bestName, replicas, covered, neighbours }: Scores): readonly string[] {
  const share = (value: number): string => value.toFixed(3);
  return [
    `${name}, ${minutes} min`,
    share(1 - ours),
    `${share(1 - best)} ${bestName}`,
    (ours / best).toFixed(2),
    share(replicas),
    share(covered),
    share(1 - neighbours.error),
    share(neighbours.replicas),
  ];
}

function mean(scores: readonly Scores[], minutes: number): readonly string[] {
  const of = scores.filter((score) => score.minutes === minutes);
  const average = (pick: (score: Scores) => number): number => of.reduce((sum, score) => sum + pick(score), 0) / of.length;
  const [ours, best] = [average((score) => score.ours), average((score) => score.best)];
  return cells(`mean of ${of.length}`, {
    minutes,
    ours,
    best,
    bestName: '',
    replicas: average((score) => score.replicas),
    covered: average((score) => score.covered),
    neighbours: { error: average((score) => score.neighbours.error), replicas: average((score) => score.neighbours.replicas) },
  });
}

function main(): void {
  const loads = askedLoads(() => madeUpLoad(8, 3));
  if (!process.argv.includes('--one-day')) printUsual(loads);
  printOneDay(loads);
}

function printUsual(loads: readonly RecordedLoad[]): void {
  const rows: (readonly string[])[] = [
    ['series, ahead', '1 − WAPE', 'best simple model', 'error ratio', 'replicas right', '90 % covers', 'by neighbours', 'replicas'],
  ];
  const counted: Scores[] = [];
  for (const { name, series } of loads) {
    const outcome = series.ok ? scored(series.value) : series;
    if (!outcome.ok) {
      process.stdout.write(`${name}: no forecast, ${outcome.reason.why}\n`);
      continue;
    }
    rows.push(...outcome.value.map((scores) => cells(name, scores)));
    if (!notForecastable.test(name)) counted.push(...outcome.value);
    process.stderr.write(`${name} done\n`);
  }
  if (counted.length > 0) rows.push(mean(counted, 15), mean(counted, 60));
  if (rows.length > 1) process.stdout.write(`\n${textTable(rows).join('\n')}\n`);
}

/** A load that is too short was told with the usual forecasts. */
function printOneDay(loads: readonly RecordedLoad[]): void {
  const rows: (readonly string[])[] = [['with exactly 24 h of history', '1 − WAPE', 'best simple model', 'error ratio', 'models']];
  const counted: DayScores[] = [];
  for (const { name, series } of loads) {
    const outcome = series.ok ? scoredFromOneDay(series.value) : series;
    if (!outcome.ok) continue;
    rows.push(...outcome.value.map((scores) => dayCells(name, scores)));
    if (!notForecastable.test(name)) counted.push(...outcome.value);
  }
  for (const minutes of counted.length > 0 ? [15, 60] : []) {
    const of = counted.filter((score) => score.minutes === minutes);
    const average = (pick: (score: DayScores) => number): number => of.reduce((sum, score) => sum + pick(score), 0) / of.length;
    rows.push(dayCells(`mean of ${of.length}`, { minutes, ours: average(({ ours }) => ours), best: average(({ best }) => best), bestName: '', members: [] }));
  }
  if (rows.length > 1) process.stdout.write(`\n${textTable(rows).join('\n')}\n`);
}

function dayCells(name: string, { minutes, ours, best, bestName, members }: DayScores): readonly string[] {
  const models = members.length === 0 ? '' : String(members.length);
  return [`${name}, ${minutes} min`, (1 - ours).toFixed(3), `${(1 - best).toFixed(3)} ${bestName}`, (ours / best).toFixed(2), models];
}

main();
