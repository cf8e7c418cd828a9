/** Load series of a data folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { short } from '../short-form';
import { type Outcome } from '../../optimizer/timeseries/outcome';
import { bridged, resampled } from '../../optimizer/timeseries/resampling';
import { regularSeries, type RegularSeries } from '../../optimizer/timeseries/series';

export interface RecordedLoad {
  readonly name: string;
  readonly series: Outcome<RegularSeries>;
}

/** Loads that a forecast must stand back from: shown, and not in means. */
export const notForecastable = /^(nab_elb|autothrottle)/;

/** Seconds of the bins that forecasts are made over; a coarser series keeps its own step. */
const binSeconds = 300;

/** Gaps of up to half an hour are interpolated. */
const bridgedSeconds = 1800;

/** The loads that the command line names: with `--short` a synthetic one, else those of LYO_DATA, filtered by `--traces part`. Without a folder it prints that and ends the process. */
export function askedLoads(madeUp: () => RecordedLoad): readonly RecordedLoad[] {
  if (short) return [madeUp()];
  const folder = process.env['LYO_DATA'];
  const place = process.argv.indexOf('--traces');
  if (folder !== undefined) return recordedLoads(folder, place < 0 ? '' : (process.argv[place + 1] ?? ''));
  process.stderr.write('LYO_DATA must name a folder with traces/*.csv (timestamp,value), received nothing; --short takes a made-up load\n');
  process.exit(1);
}

/** Every `traces/*.csv` whose name contains `part`. A file that is no series has a reason instead. */
function recordedLoads(folder: string, part: string): readonly RecordedLoad[] {
  const files = readdirSync(join(folder, 'traces')).filter((file) => file.endsWith('.csv') && file.includes(part));
  return files.sort().map((file) => ({ name: file.replace(/\.csv$/, ''), series: loadOf(readFileSync(join(folder, 'traces', file), 'utf8')) }));
}

function loadOf(text: string): Outcome<RegularSeries> {
  const samples = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [at = '', value = ''] = line.split(',');
      return { at: Date.parse(at) / 1000, value: Number(value) };
    });
  const step = (samples[1]?.at ?? Number.NaN) - (samples[0]?.at ?? Number.NaN);
  const series = regularSeries(samples, step, 200_000);
  if (!series.ok) return series;
  const coarse = resampled(series.value, Math.max(binSeconds, step));
  return coarse.ok ? { ok: true, value: bridged(coarse.value, Math.floor(bridgedSeconds / coarse.value.step)) } : coarse;
}
