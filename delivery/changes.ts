/** `npm run changes`: what a branch changes in generated manifests and plans, as Markdown for a job summary. Needs git, and no credential. */
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../command-line/failure';
import type { ManifestObject } from '../checks/manifest';
import { commitNamed, git } from './git';
import { isUnchanged, manifestChanges, type ManifestChanges } from './manifest-changes';
import { lostByOldPods } from './overlap';
import { generationAt, generationHere } from './review/generation-at';

const help = `Prints what changed in manifests/ and plans/ since a base, as Markdown.

  npm run changes -- --base <ref>                    for example origin/main
  npm run changes -- --base <ref> --summary <file>   appends it to a file, such as $GITHUB_STEP_SUMMARY
  --help                                             this text`;

const root = join(__dirname, '..');

function main(): void {
  const { values } = parseArgs({ options: { base: { type: 'string' }, summary: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(help);
    return;
  }
  const base = commitNamed(root, '--base', values.base);
  const old = generationAt(root, base);
  const markdown = [
    '## Generated changes',
    ...[...generationHere(root)].map(([environment, after]) => manifestSection({ base, environment, before: old.get(environment) ?? [], after })),
    ...planSections(base),
  ].join('\n\n');
  if (values.summary === undefined) console.log(markdown);
  else appendFileSync(values.summary, `${markdown}\n`);
}

/** What git answers, where a difference is no answer. */
function answered(...args: readonly string[]): string {
  return git(root, ...args).output;
}

interface Section {
  readonly base: string;
  readonly environment: string;
  readonly before: readonly ManifestObject[];
  readonly after: readonly ManifestObject[];
}

function manifestSection({ base, environment, before, after }: Section): string {
  const lost = lostByOldPods(before, after).map((line) => `- **while it is released**: ${line}`);
  const described = [describe(manifestChanges(before, after)), ...(lost.length === 0 ? [] : [lost.join('\n')])].join('\n\n');
  return `### manifests, ${environment}\n\n${described}\n\n${diff(base, `manifests/${environment}`)}`;
}

function planSections(base: string): readonly string[] {
  const folder = join(root, 'plans');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => {
    const path = `plans/${file}`;
    const changed = answered('diff', '--stat', base, '--', path).trim() !== '' || !isTracked(path);
    return `### plan, ${file}\n\n${changed ? `${readFileSync(join(folder, file), 'utf8').match(/^ +- type: /gm)?.length ?? 0} resources` : 'nothing changes'}\n\n${diff(base, path)}`;
  });
}

function isTracked(path: string): boolean {
  return answered('ls-files', path).trim() !== '';
}

function describe(changes: ManifestChanges): string {
  if (isUnchanged(changes)) return 'nothing changes';
  return [
    ...changes.added.map((key) => `- added \`${key}\``),
    ...changes.changed.map((key) => `- changed \`${key}\``),
    ...changes.removed.map((key) => `- **removed** \`${key}\``),
  ].join('\n');
}

/** A summary holds one mebibyte; a longer difference is cut, and says so. */
const longestDiff = 200_000;

function diff(base: string, path: string): string {
  const text = answered('diff', '--no-color', base, '--', path);
  if (text === '') return '';
  const shown = text.length > longestDiff ? `${text.slice(0, longestDiff)}\n… cut: ${text.length} characters in all` : text;
  return `<details><summary>difference</summary>\n\n\`\`\`diff\n${shown}\n\`\`\`\n\n</details>`;
}

try {
  main();
} catch (error) {
  console.error(reason(error));
  process.exitCode = exitStatus(error);
}
