/** Reads files that people and other programs write; what cannot be read is told by its path, which Node leaves out for a folder. */
import { readFileSync } from 'node:fs';

/** @throws Error that names the file */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} must be a file that can be read, received ${/^EISDIR/.test(said) ? 'a folder' : said}`);
  }
}
