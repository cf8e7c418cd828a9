/** Blocks of the controller's code that the cases reach. A block is the code between two branches, as in Go's coverage. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { familyFolder } from '../toolchain/family-folder';

const run = promisify(execFile);
const controller = 'k8s.io/kubernetes/pkg/controller/podautoscaler';

/**
 * A line for each file, then one for each function with blocks that no case reaches, with the share of its statements that ran.
 * @param counters folder of the controller's coverage counters
 */
export async function reachedCode(counters: string): Promise<readonly string[]> {
  const profile = join(counters, 'profile.txt');
  const options = { cwd: familyFolder('kubernetes') };
  await run('go', ['tool', 'covdata', 'textfmt', `-i=${counters}`, `-pkg=${controller}`, `-o=${profile}`], options);
  const { stdout } = await run('go', ['tool', 'cover', `-func=${profile}`], options);
  return [...reachedBlocks(readFileSync(profile, 'utf8')), ...incompleteFunctions(stdout)];
}

/** @param profile lines such as `k8s.io/…/horizontal.go:200.76,201.30 2 5`: place, statements, how often it ran */
function reachedBlocks(profile: string): readonly string[] {
  const files = new Map<string, { blocks: number; reached: number }>();
  for (const [, file = '', times = '0'] of profile.matchAll(/^(\S+):\S+ \d+ (\d+)$/gm)) {
    const counted = files.get(file) ?? { blocks: 0, reached: 0 };
    files.set(file, { blocks: counted.blocks + 1, reached: counted.reached + (Number(times) > 0 ? 1 : 0) });
  }
  if (files.size === 0) throw new Error('the controller must have counted what ran, received no counters');
  return [...files].sort().map(([file, { blocks, reached }]) => `${nameOf(file)}: ${reached} of ${blocks} blocks`);
}

/** @param table output of `go tool cover -func` */
function incompleteFunctions(table: string): readonly string[] {
  const lines = [...table.matchAll(/^(\S+):(\d+):\s+(\S+)\s+([\d.]+)%$/gm)];
  return lines
    .filter(([, , , , share]) => Number(share) < 100)
    .map(([, file = '', line = '', name = '', share = '']) => `${share.padStart(6)} %  ${nameOf(file)}:${line} ${name}`);
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
