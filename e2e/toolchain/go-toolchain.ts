import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { familyFolder } from './family-folder';

const run = promisify(execFile);
const moduleDownload = z.object({ Dir: z.string() });

/** @throws Error that says what to install, unless `go` exists and is new enough for the family's `go.mod` */
export async function requireGo(family: string): Promise<void> {
  const folder = familyFolder(family);
  const required = goDirective(await readFile(join(folder, 'go.mod'), 'utf8'), family);
  const installed = await installedGo(folder);
  if (isOlder(installed, required)) {
    throw new Error(`building ${family} needs Go ${required} or newer (e2e/components/${family}/go.mod), found ${installed}`);
  }
}

/** The folder that holds the source of a module of that family, downloaded when it is missing and verified by `go.sum`. */
export async function moduleFolder(family: string, modulePath: string): Promise<string> {
  await requireGo(family);
  const { stdout } = await run('go', ['mod', 'download', '-json', modulePath], { cwd: familyFolder(family), env: process.env });
  return moduleDownload.parse(JSON.parse(stdout)).Dir;
}

async function installedGo(folder: string): Promise<string> {
  try {
    // Asked in the module's folder: where Go may fetch toolchains itself, this answers with the one it would use there.
    const { stdout } = await run('go', ['env', 'GOVERSION'], { cwd: folder, env: process.env });
    return stdout.trim().replace(/^go/, '');
  } catch (error) {
    throw new Error('the program "go" does not run; end-to-end components are built from Go modules, so install Go first', {
      cause: error,
    });
  }
}

function goDirective(goMod: string, family: string): string {
  const version = /^go (\d+\.\d+(?:\.\d+)?)$/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error(`e2e/components/${family}/go.mod has no "go" line with a version`);
  return version;
}

/** Compares `1.26.8` with `1.26.4`; a pre-release such as `1.27rc1` counts as its release. */
export function isOlder(version: string, required: string): boolean {
  const [left, right] = [versionNumbers(version), versionNumbers(required)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function versionNumbers(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}
