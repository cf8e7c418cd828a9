/** A recorded load as a function of time. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RecordedLoad {
  /** Source of the load, for the report. */
  readonly source: string;
  /** Requests per second, one value a second of recorded time. */
  readonly values: readonly number[];
}

/**
 * One of the hour-long Autothrottle traces, from the folder that LYO_DATA names; without that folder a synthetic hour of similar size.
 * @param name for example `diurnal`
 */
export function recordedLoad(name: string, dataFolder: string | undefined = process.env['LYO_DATA']): RecordedLoad {
  if (dataFolder === undefined) return { source: 'LYO_DATA is not set: a generated hour instead', values: generatedHour() };
  const file = join(dataFolder, 'traces', `autothrottle_${name}_1s.csv`);
  if (!existsSync(file)) return { source: `LYO_DATA has no traces/autothrottle_${name}_1s.csv: a generated hour instead`, values: generatedHour() };
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return { source: `autothrottle ${name}`, values: rows.map((row) => Number(row.split(',')[1])) };
}

/** A synthetic hour: two slow waves and a sharp step, between about 100 and 400 requests a second. */
function generatedHour(): readonly number[] {
  return Array.from({ length: 3600 }, (_, second) => 220 + 80 * Math.sin((2 * Math.PI * second) / 1800) + (second > 2400 && second < 2700 ? 100 : 0));
}

/**
 * The load at a moment of a faster replay.
 * @param speed recorded seconds for each real one
 * @param scale requests for each recorded one
 */
export function loadAt({ values }: RecordedLoad, elapsedSeconds: number, { speed, scale }: { readonly speed: number; readonly scale: number }): number {
  const index = Math.min(values.length - 1, Math.floor(elapsedSeconds * speed));
  return (values[index] ?? 0) * scale;
}
