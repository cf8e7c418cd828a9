/** The labelled series of a folder in the format of the Numenta Anomaly Benchmark: `nab/data/<category>/<series>.csv` and `nab/windows.json`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Window } from '../../optimizer/timeseries/scores/nab';

export interface NabSeries {
  readonly name: string;
  readonly values: Float64Array;
  /** Number of rows of a day, from the most frequent distance between two rows. */
  readonly day: number;
  readonly windows: readonly Window[];
}

const labels = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/** Seconds since 1970 of `2014-04-10 07:15:00`, with or without a fraction. */
const secondsOf = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) / 1000;

export function nabCorpus(folder: string): readonly NabSeries[] {
  const root = join(folder, 'nab');
  const labelled = labels.parse(JSON.parse(readFileSync(join(root, 'windows.json'), 'utf8')));
  return Object.keys(labelled)
    .sort()
    .filter((name) => readdirSync(join(root, 'data', name, '..')).includes(name.slice(name.indexOf('/') + 1)))
    .map((name) => seriesOf(name, readFileSync(join(root, 'data', name), 'utf8'), labelled[name] ?? []));
}

function seriesOf(name: string, text: string, labelled: readonly (readonly [string, string])[]): NabSeries {
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const times = rows.map(([at = '']) => secondsOf(at));
  const steps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const step = steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 1;
  const windows = labelled.map(([from, until]) => ({
    from: times.findIndex((at) => at >= secondsOf(from)),
    until: times.findLastIndex((at) => at <= secondsOf(until)),
  }));
  return { name, values: Float64Array.from(rows, ([, value]) => Number(value)), day: Math.round(86_400 / step), windows };
}
