/** Manifests of the present configuration. Those on disk may be older, because a failed check prevents writing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Root of the project, to which commands and files are relative. */
export const root = resolve(__dirname, '../..');

/**
 * @param use gets a folder of manifests, which is deleted afterwards
 * @throws Error with the output of the synthesis when the configuration has a problem
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
