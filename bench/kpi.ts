/**
 * `npm run bench:kpi`: F1 on the second half of each labelled series of `$LYO_DATA/kpi`, where an incident counts as found if an alarm comes within 7 rows of its begin. Detector and threshold see only the first half
 * (optimizer/timeseries/anomalies/labelled-detector). Printed beside it: each of its members alone, the detector without the forest of the labels, and the best F1 that any threshold reaches with the same scores. `--short` takes a synthetic series.
 */
import { labelledMembers, labelledScores, type LabelledMember } from '../optimizer/timeseries/anomalies/labelled-detector';
import { seededRandom } from '../optimizer/timeseries/random';
import { delayedF1, f1ByThreshold } from '../optimizer/timeseries/scores/segments';
import { kpisOf, type Kpi } from './anomalies/kpis';
import { short } from './short-form';
import { textTable } from '../command-line/text-table';

const delay = 7;

/** A day of 288 rows that repeats, with a jump every other day. */
function madeUp(): Kpi {
  const random = seededRandom(3);
  const labels = Float64Array.from({ length: 40 * 288 }, (_, row) => (row % 576 >= 400 && row % 576 < 410 ? 1 : 0));
  return { name: 'made-up', day: 288, labels, values: labels.map((label, row) => 100 + 40 * Math.sin((2 * Math.PI * row) / 288) + 4 * random() + 40 * label) };
}

function kpis(): readonly Kpi[] {
  if (short) return [madeUp()];
  const folder = process.env['LYO_DATA'];
  const found = folder === undefined ? [] : kpisOf(folder);
  if (found.length > 0) return found;
  process.stderr.write(
    `LYO_DATA must name a folder with kpi/*.csv.gz of timestamp,value,label, received ${folder ?? 'nothing'}; --short takes a made-up series\n`,
  );
  process.exit(1);
}

interface Scored {
  readonly f1: number;
  /** F1 at the best threshold for the second half. */
  readonly bound: number;
}

function scored({ values, labels, day }: Kpi, members: readonly LabelledMember[]): Scored | undefined {
  const half = Math.floor(values.length / 2);
  const found = labelledScores({ values, labels: labels.slice(0, half), day, delay }, members);
  if (!found.ok) return undefined;
  const { scores, threshold } = found.value;
  const [rest, later] = [labels.slice(half), scores.subarray(half)];
  const result = delayedF1(
    rest,
    later.map((score) => (score >= threshold ? 1 : 0)),
    delay,
  );
  return result.ok ? { f1: result.value.f1, bound: Math.max(...f1ByThreshold(rest, later, delay).map(({ f1 }) => f1)) } : undefined;
}

function mean(values: readonly number[]): string {
  return values.length === 0 ? '' : (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3);
}

function main(): void {
  const series = kpis();
  const detectors: Readonly<Record<string, readonly LabelledMember[]>> = {
    joint: labelledMembers,
    'without labels in it': labelledMembers.filter((name) => name !== 'labels'),
    ...Object.fromEntries(labelledMembers.map((name) => [`${name} alone`, [name]])),
  };
  const results = Object.entries(detectors).map(([name, members]) => ({ name, of: series.map((one) => scored(one, members)) }));
  const [joint] = results;
  const each = series.map(({ name }, index) => [name.slice(0, 12), joint?.of[index]?.f1.toFixed(3) ?? 'refused', joint?.of[index]?.bound.toFixed(3) ?? '']);
  process.stdout.write(`${textTable([['series', 'F1', 'best threshold'], ...each]).join('\n')}\n\n`);
  const rows = results.map(({ name, of }) => {
    const known = of.map((one) => one ?? { f1: 0, bound: 0 });
    const [even, odd] = [known.filter((_, index) => index % 2 === 0), known.filter((_, index) => index % 2 === 1)];
    return [name, mean(known.map(({ f1 }) => f1)), mean(even.map(({ f1 }) => f1)), mean(odd.map(({ f1 }) => f1)), mean(known.map(({ bound }) => bound))];
  });
  process.stdout.write(`${textTable([['mean F1', 'all', 'every second', 'the others', 'best threshold'], ...rows]).join('\n')}\n`);
}

main();
