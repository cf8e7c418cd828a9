import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generatedLoad } from '../../simulator/load/generators';
import type { Load } from '../../simulator/load/load';
import { recordedFile, recordedFiles } from '../../simulator/load/recorded-file';
import { short } from '../short-form';

/**
 * The recorded loads of LYO_DATA, or a few hours that are made up.
 * @throws Error without LYO_DATA
 */
export function* playedLoads(): Generator<Load> {
  if (short) {
    for (const name of ['diurnal', 'noise']) {
      const load = generatedLoad(name, 1);
      if (load !== undefined) yield { ...load, values: load.values.slice(300, 480) };
    }
    return;
  }
  const folder = join(process.env['LYO_DATA'] ?? '', 'traces');
  if (process.env['LYO_DATA'] === undefined || !existsSync(folder)) throw new Error('LYO_DATA must name a folder with traces/*.csv');
  for (const file of recordedFiles(folder)) yield recordedFile('LYO_DATA', file);
}
