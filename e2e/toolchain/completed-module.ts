import { chmod, copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder';
import { familyFolder } from './family-folder';
import { moduleFolder } from './go-toolchain';

/** Files that a project's release needs and that its Go module does not contain. */
export interface LackingFiles {
  /** Path of the module. */
  readonly module: string;
  /** Text by path in the module. */
  readonly files: Readonly<Record<string, string>>;
}

const run = promisify(execFile);

/**
 * Calls `build` with flags for a copy of the module that has those files. A copy is needed: the module cache is verified and read-only, and `go build -overlay`
 * refuses paths in it. What is copied has been verified by `go.sum`.
 */
export async function withLackingFiles(family: string, { module, files }: LackingFiles, build: (flags: readonly string[]) => Promise<void>): Promise<void> {
  const scratch = join(cacheFolder(), 'bin', `${family}.${process.pid}.source`);
  const copy = join(scratch, 'module');
  const modFile = join(scratch, 'go.mod');
  try {
    await mkdir(scratch, { recursive: true });
    await cp(await moduleFolder(family, module), copy, { recursive: true });
    await makeWritable(copy);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await writeFile(join(copy, path), text);
    }
    for (const name of ['go.mod', 'go.sum']) await copyFile(join(familyFolder(family), name), join(scratch, name));
    await run('go', ['mod', 'edit', `-replace=${module}=${copy}`, modFile], { env: process.env });
    await build([`-modfile=${modFile}`]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Folders of the module cache are read-only, and so would be their copies: nothing could be added to them, or removed later. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.filter((one) => one.isDirectory())) await makeWritable(join(folder, entry.name));
}
