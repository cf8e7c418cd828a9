/** Puts a finished folder in the place of another, so that a reader sees the old content or the new, and never half of it. */
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * An empty folder beside `output`, on the same file system, for what will take its place.
 * @throws Error when the folder above cannot be written, or when `output` is not a folder
 */
export function folderBeside(output: string): string {
  const parent = dirname(resolve(output));
  try {
    accessSync(parent, constants.W_OK);
    if (existsSync(output)) accessSync(output, constants.W_OK);
    if (existsSync(output) && !statSync(output).isDirectory()) throw new Error('it is a file');
    const folder = mkdtempSync(join(parent, `.${basename(output)}-`));
    // mkdtemp makes a folder that only its owner may read; this one is meant for readers
    chmodSync(folder, 0o755);
    return folder;
  } catch (error) {
    throw new Error(`output must be a folder that can be written and replaced, received ${output}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Replaces `output` by `finished` in two renames; the old content is deleted only when the new one is in place. */
export function swap(finished: string, output: string): void {
  const previous = `${finished}.previous`;
  if (existsSync(output)) renameSync(output, previous);
  try {
    renameSync(finished, output);
  } catch (error) {
    if (existsSync(previous)) renameSync(previous, output);
    throw error;
  }
  rmSync(previous, { recursive: true, force: true });
}
