/** Replaces a folder by a finished one, so that a reader sees the old content or the new, and never a mixture. */
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { partOf } from '../config/names';

/** A text that every generated file contains. */
const generatedMark = `app.kubernetes.io/managed-by: ${partOf}`;

/**
 * An empty folder next to `output`, on the same file system, for the new content.
 * @throws Error when the parent folder is not writable, or when `output` holds a file that was not generated: it will be replaced as a whole
 */
export function folderBeside(output: string): string {
  const parent = dirname(resolve(output));
  try {
    accessSync(parent, constants.W_OK);
    if (existsSync(output)) accessSync(output, constants.W_OK);
    if (existsSync(output)) requireGenerated(output);
    const folder = mkdtempSync(join(parent, `.${basename(output)}-`));
    // mkdtemp makes a folder that only its owner may read; this one is meant for readers
    chmodSync(folder, 0o755);
    return folder;
  } catch (error) {
    throw new Error(`output must be a folder that can be written and replaced, received ${output}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Generated content is folders of YAML files, each with the label of this program. Any other file may belong to a person, and would be lost. */
function requireGenerated(output: string): void {
  if (!statSync(output).isDirectory()) throw new Error('it is a file');
  for (const entry of readdirSync(output, { withFileTypes: true })) {
    if (!entry.isDirectory()) throw new Error(`it holds ${entry.name}, which was not generated`);
    for (const file of readdirSync(join(output, entry.name))) {
      const path = join(output, entry.name, file);
      const generated = file.endsWith('.yaml') && statSync(path).isFile() && readFileSync(path, 'utf8').includes(generatedMark);
      if (!generated) throw new Error(`it holds ${entry.name}/${file}, which was not generated`);
    }
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
