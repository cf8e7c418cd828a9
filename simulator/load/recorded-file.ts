/** Reads files of recorded loads: CSV, or answers of Prometheus as JSON. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reason } from '../../command-line/failure';
import { UsageError } from '../usage-error';
import type { Load } from './load';
import { savedLoad } from './prometheus-load';
import { readCsv } from './read-csv';

/**
 * @param option command-line option that names the file, for messages
 * @throws LoadError when its content is no load, UsageError when it cannot be read
 */
export function recordedFile(option: string, file: string, column?: string): Load {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError([`${option}: ${file}: must be a file that can be read, ${reason(error)}`]);
  }
  const name = basename(file);
  if (!file.endsWith('.json')) return readCsv(text, { name, column });
  if (column !== undefined) throw new UsageError([`--column: must name a column of a CSV, received ${column} for ${name}`]);
  return savedLoad(text, name);
}

/** Paths of the recorded loads in a folder, sorted by name. */
export function recordedFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .map((file) => join(folder, file));
}
