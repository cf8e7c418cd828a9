/** Labels of `npm run review` for changes: one project, with an environment for each change. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Case } from './generated-changes';

const root = join(__dirname, '..', '..');
const review = z.object({ environments: z.array(z.object({ name: z.string(), objects: z.array(z.object({ risk: z.string() })) })) });

/** @returns the label of each case, in their order; undefined where nothing changes */
export function reviewedCases(cases: readonly Case[], folder: string): readonly (string | undefined)[] {
  mkdirSync(folder);
  git(folder, 'init', '--quiet');
  write(folder, cases, ({ before }) => before);
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message=before');
  write(folder, cases, ({ after }) => after);
  const args = ['--import', 'tsx', 'delivery/review.ts', '--base', 'HEAD', '--manifests', join(folder, 'manifests'), '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 4) throw new Error(`a review with something that is refused must end with 4, received ${String(status)}: ${stderr}`);
  const labels = new Map(review.parse(JSON.parse(stdout)).environments.map(({ name, objects }) => [name, objects[0]?.risk]));
  return cases.map((_, index) => labels.get(nameOf(index)));
}

function write(folder: string, cases: readonly Case[], side: (one: Case) => object): void {
  for (const [index, one] of cases.entries()) {
    const into = join(folder, 'manifests', nameOf(index));
    mkdirSync(into, { recursive: true });
    writeFileSync(join(into, 'object.yaml'), stringify(side(one)));
  }
}

function nameOf(index: number): string {
  return `case-${index}`;
}

function git(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
