/** Reads a recorded series, `timestamp,value`, as means of hours or of less. */
import { readFileSync } from 'node:fs';
import { readable } from '../checks/readable';
import { unknown, type Outcome } from '../optimizer/timeseries/outcome';
import { resampled } from '../optimizer/timeseries/resampling';
import { regularSeries, type RegularSeries, type Sample } from '../optimizer/timeseries/series';

/** Seconds of a step of the history. */
export const historyStep = 3600;
/** Seconds of a step of the load that policies are played on. */
export const playedStep = 300;
/** Most lines: half a year of minutes. */
const most = 300_000;

/** A number, or what a source writes where there is none: a gap. */
const measured = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|nan|[+-]?inf(?:inity)?|)$/i;
/** Requests a second, or bytes: what is below 0 or above is nothing that was measured. */
const largest = 1e15;

/** @param every seconds of a step @default - an hour @throws Error that names the option where the file cannot be read */
export function historyOfFile(option: string, file: string, every = historyStep): Outcome<RegularSeries> {
  return historyOfText(
    readable(option, file, () => readFileSync(file, 'utf8')),
    every,
  );
}

export function historyOfText(text: string, every = historyStep): Outcome<RegularSeries> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = /^\s*"?timestamp/i.test(lines[0] ?? '') ? lines.slice(1) : lines;
  const samples: Sample[] = [];
  for (const line of rows) {
    const sample = sampleOf(line);
    if (sample === undefined) return unknown('invalid samples', `lines must be "timestamp,value", received ${JSON.stringify(line.slice(0, 60))}`);
    samples.push(sample);
  }
  return meansOf(samples, every);
}

function sampleOf(line: string): Sample | undefined {
  const [time = '', value = '', ...others] = line.split(',').map((cell) => cell.trim());
  const sample = { at: secondsOf(time), value: value === '' ? Number.NaN : Number(value) };
  return Number.isNaN(sample.at) || others.length > 0 || !measured.test(value) ? undefined : sample;
}

/** The mean of each hour, or of each of `every` seconds where samples are so near; its time is the start. The first hour is a whole one. */
export function meansOf(samples: readonly Sample[], every = historyStep): Outcome<RegularSeries> {
  const distances = samples.slice(1).map(({ at }, index) => at - (samples[index]?.at ?? at));
  const step = [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? historyStep;
  const fine = Math.min(step, historyStep);
  const width = Math.max(every, fine);
  const first = samples[0]?.at ?? 0;
  const begin = Math.ceil(first / historyStep) * historyStep;
  const series = regularSeries(
    samples.filter(({ at }) => !(at < begin)).map(({ at, value }) => ({ at, value: value >= 0 && value <= largest ? value : Number.NaN })),
    fine > 0 ? fine : historyStep,
    most,
  );
  if (!series.ok) return series;
  return width % fine === 0 ? resampled(series.value, width) : unknown('invalid samples', `samples must lie a part of an hour apart, received ${step} s`);
}

/** Seconds since 1970 from a number of seconds, a number of milliseconds (if too large for seconds of this century), or a date. */
function secondsOf(cell: string): number {
  const number = cell === '' ? Number.NaN : Number(cell);
  if (Number.isFinite(number)) return number > 1e11 ? number / 1000 : number;
  return Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(cell) ? cell : `${cell.replace(' ', 'T')}Z`) / 1000;
}
