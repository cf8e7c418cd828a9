/** Reads files that people or other programs write. Errors contain the path, which Node omits when it is a folder. */
import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';

/** @throws Error that names the file, also when it is not UTF-8: its digest would be that of another text */
export function textOf(file: string): string {
  return textIn(bytesOf(file), file);
}

/**
 * The same of a file that belongs to the folder in which it lies.
 * @throws Error when it is a link: of what it leads to, git and whoever approves know nothing
 */
export function ownTextOf(file: string): string {
  requireOwn(file, 'a file');
  return textOf(file);
}

/** @throws Error when a file or a folder is a link */
export function requireOwn(path: string, what: 'a file' | 'a folder'): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new Error(`${path} must be ${what} itself, received a link to ${readlinkSync(path)}`);
}

/** @throws Error that names the file when the bytes are not UTF-8 */
export function textIn(bytes: Buffer, file: string): string {
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  throw new Error(`${file} must be text in UTF-8, received other bytes in line ${line}`);
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} must be a file that can be read, received ${/^EISDIR/.test(said) ? 'a folder' : said}`);
  }
}
