/** Reads files that people or other programs write. Errors contain the path, which Node omits when it is a folder. */
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
