/**
 * `npm run bench:anomalies`: the NAB score of the detector (optimizer/timeseries/anomalies) on the series of `$LYO_DATA/nab`, with one set of parameters for all; each row is judged only by earlier rows. Printed beside it: the published scores of the
 * whole corpus. `--short` takes synthetic series.
 */
import { residualTail, unusualRows } from '../optimizer/timeseries/anomalies/residual-tail';
import { seededRandom } from '../optimizer/timeseries/random';
import { nabScore, probation, type LabelledSeries, type Profile } from '../optimizer/timeseries/scores/nab';
import { nabCorpus, type NabSeries } from './anomalies/nab-corpus';
import { short } from './short-form';
import { textTable } from '../command-line/text-table';

/** A day of 288 rows that repeats, with a labelled jump. */
function madeUp(): readonly NabSeries[] {
  const random = seededRandom(8);
  return [1500, 2200, 3000].map((jump, index) => ({
    name: `made-up ${index}`,
    values: Float64Array.from(
      { length: 4000 },
      (_, row) => 100 + 40 * Math.sin((2 * Math.PI * row) / 288) + 4 * random() + (row >= jump && row < jump + 60 ? 90 : 0),
    ),
    day: 288,
    windows: [{ from: jump - 100, until: jump + 200 }],
  }));
}

function corpus(): readonly NabSeries[] {
  if (short) return madeUp();
  const folder = process.env['LYO_DATA'];
  if (folder !== undefined) return nabCorpus(folder);
  process.stderr.write(
    'LYO_DATA must name a folder with nab/data/<category>/<series>.csv and nab/windows.json, received nothing; --short takes made-up series\n',
  );
  process.exit(1);
}

/** Scores of the whole corpus from the README of NAB: 58 series, 116 windows, 365,558 rows. */
const published: Readonly<Record<Profile, number>> = { standard: 74.9, 'low false alarms': 65.1, 'low misses': 80.4 };
const ofWhole = { rows: 365_558, falseAlarms: 217, found: 0.914 };

function alarms({ values, day }: NabSeries): readonly number[] {
  const scores = residualTail(values, day).map((score, row) => (row < probation(values.length) ? Number.NaN : score));
  return unusualRows(scores, day);
}

function main(): void {
  const series = corpus();
  const rows = series.reduce((sum, { values }) => sum + values.length, 0);
  const judged = series.map((one): LabelledSeries => ({ rows: one.values.length, windows: one.windows, alarms: alarms(one) }));
  const profiles = Object.keys(published) as readonly Profile[];
  const lines = profiles.map((profile): readonly string[] => {
    const result = nabScore(judged, profile);
    if (!result.ok) throw new Error(result.reason.why);
    const { score, found, windows, falseAlarms } = result.value;
    return [profile, score.toFixed(1), published[profile].toFixed(1), (score / published[profile]).toFixed(2), `${found} of ${windows}`, String(falseAlarms)];
  });
  const allowed = (ofWhole.falseAlarms * rows) / ofWhole.rows;
  process.stdout.write(
    `${series.length} series, ${rows} rows; the best published detector has ${allowed.toFixed(0)} false alarms on so many and ${(100 * ofWhole.found).toFixed(1)} % of the windows\n\n`,
  );
  process.stdout.write(`${textTable([['profile', 'ours', 'ARTime', 'ratio', 'windows', 'false alarms'], ...lines]).join('\n')}\n`);
}

main();
