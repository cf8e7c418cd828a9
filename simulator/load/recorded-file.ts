/** Reads files of recorded loads. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reason } from '../../command-line/failure';
import { UsageError } from '../options';
import type { Load } from './load';
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
  return readCsv(text, { name: basename(file), column });
}

/** Paths of the recorded loads in a folder, sorted by name. */
export function recordedFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .map((file) => join(folder, file));
}
