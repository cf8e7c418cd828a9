/** The manifests as they would be generated now: those on disk are older when a check keeps them from being written. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Project root: commands and files are relative to it. */
export const root = resolve(__dirname, '../..');

/**
 * @param use gets a folder of manifests that is gone afterwards
 * @throws Error with what the synthesis said when the configuration has a problem
 */
export function withSynthesized<T>(use: (folder: string) => T): T {
  const output = mkdtempSync(join(tmpdir(), 'lyo-identity-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'charts/main.ts'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: output },
    });
    if (status !== 0) throw new Error(`the synthesis failed:\n${stderr}`);
    return use(output);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
