/** Reads a recorded series, `timestamp,value`, as hourly means. */
import { readFileSync } from 'node:fs';
import { readable } from '../checks/readable';
import { unknown, type Outcome } from '../optimizer/timeseries/outcome';
import { resampled } from '../optimizer/timeseries/resampling';
import { regularSeries, type RegularSeries, type Sample } from '../optimizer/timeseries/series';

/** Seconds of a step of the history. */
export const historyStep = 3600;
/** Most lines: half a year of minutes. */
const most = 300_000;

/** A number, or what a source writes where there is none: a gap. */
const measured = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|[+-]?inf(?:inity)?|)$/i;
/** Requests a second, or bytes: what is below 0 or above is nothing that was measured. */
const largest = 1e15;

/** @throws Error that names the option where the file cannot be read */
export function historyOfFile(option: string, file: string): Outcome<RegularSeries> {
  return historyOfText(readable(option, file, () => readFileSync(file, 'utf8')));
}

export function historyOfText(text: string): Outcome<RegularSeries> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = /^\s*"?timestamp/i.test(lines[0] ?? '') ? lines.slice(1) : lines;
  const samples: Sample[] = [];
  for (const line of rows) {
    const [time = '', value = '', ...others] = line.split(',').map((cell) => cell.trim());
    const sample = { at: secondsOf(time), value: value === '' ? Number.NaN : Number(value) };
    if (Number.isNaN(sample.at) || others.length > 0 || !measured.test(value))
      return unknown('invalid samples', `lines must be "timestamp,value", received ${JSON.stringify(line.slice(0, 60))}`);
    samples.push(sample);
  }
  return hourly(samples);
}

/** The mean of each hour; its time is the start of the hour. */
export function hourly(samples: readonly Sample[]): Outcome<RegularSeries> {
  const distances = samples.slice(1).map(({ at }, index) => at - (samples[index]?.at ?? at));
  const step = [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? historyStep;
  const fine = Math.min(step, historyStep);
  const first = samples[0]?.at ?? 0;
  const begin = Math.ceil(first / historyStep) * historyStep;
  const series = regularSeries(
    samples.filter(({ at }) => !(at < begin)).map(({ at, value }) => ({ at, value: value >= 0 && value <= largest ? value : Number.NaN })),
    fine > 0 ? fine : historyStep,
    most,
  );
  if (!series.ok) return series;
  return historyStep % fine === 0
    ? resampled(series.value, historyStep)
    : unknown('invalid samples', `samples must lie a part of an hour apart, received ${step} s`);
}

/** Seconds since 1970 from a number of seconds, a number of milliseconds (if too large for seconds of this century), or a date. */
function secondsOf(cell: string): number {
  const number = cell === '' ? Number.NaN : Number(cell);
  if (Number.isFinite(number)) return number > 1e11 ? number / 1000 : number;
  return Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(cell) ? cell : `${cell.replace(' ', 'T')}Z`) / 1000;
}
