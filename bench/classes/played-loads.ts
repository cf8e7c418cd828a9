import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { generatedLoad } from '../../simulator/load/generators';
import type { Load } from '../../simulator/load/load';
import { recordedFile, recordedFiles } from '../../simulator/load/recorded-file';
import { short } from '../short-form';

/**
 * Names of the recorded loads of LYO_DATA, or with `--short` of synthetic loads of a few hours.
 * @throws Error without LYO_DATA
 */
export function loadNames(): readonly string[] {
  return short ? ['diurnal', 'noise'] : recordedFiles(folder()).map((file) => basename(file));
}

export function playedLoad(name: string): Load {
  if (!short) return recordedFile('LYO_DATA', join(folder(), name));
  const load = generatedLoad(name, 1);
  if (load === undefined) throw new Error(`${name} must be the name of a generator`);
  return { ...load, values: load.values.slice(300, 480) };
}

function folder(): string {
  const traces = join(process.env['LYO_DATA'] ?? '', 'traces');
  if (process.env['LYO_DATA'] === undefined || !existsSync(traces)) throw new Error('LYO_DATA must name a folder with traces/*.csv');
  return traces;
}
