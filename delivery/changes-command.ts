/** The command `npm run changes` as a function: the repository is an argument. */
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import type { ManifestObject } from '../checks/manifest';
import { commitNamed, git } from './git';
import { isUnchanged, manifestChanges, type ManifestChanges } from './manifest-changes';
import { lostByOldPods } from './overlap';
import { generationAt, generationHere } from './review/generation-at';

const help = `Prints what changed in manifests/ and plans/ since a base, as Markdown.

  npm run changes -- --base <ref>                    for example origin/main
  npm run changes -- --base <ref> --summary <file>   appends it to a file, such as $GITHUB_STEP_SUMMARY
  --help                                             this text
`;

/** @param root - of a git repository with manifests/ and plans/ */
export function changesCommand(args: readonly string[], root: string): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({
      args: [...args],
      options: { base: { type: 'string' }, summary: { type: 'string' }, help: { type: 'boolean', default: false } },
    });
    if (values.help) return succeeded(help);
    const base = commitNamed(root, '--base', values.base);
    const old = generationAt(root, base);
    const sections = [...generationHere(root)].map(([environment, after]) =>
      manifestSection({ root, base, environment, before: old.get(environment) ?? [], after }),
    );
    const markdown = `${['## Generated changes', ...sections, ...planSections(root, base)].join('\n\n')}\n`;
    if (values.summary === undefined) return succeeded(markdown);
    appendFileSync(values.summary, markdown);
    return succeeded('');
  });
}

/** What git answers, where a difference is no answer. */
function answered(root: string, ...args: readonly string[]): string {
  return git(root, ...args).output;
}

interface Section {
  readonly root: string;
  readonly base: string;
  readonly environment: string;
  readonly before: readonly ManifestObject[];
  readonly after: readonly ManifestObject[];
}

function manifestSection({ root, base, environment, before, after }: Section): string {
  const lost = lostByOldPods(before, after).map((line) => `- **while it is released**: ${line}`);
  const described = [describe(manifestChanges(before, after)), ...(lost.length === 0 ? [] : [lost.join('\n')])].join('\n\n');
  return `### manifests, ${environment}\n\n${described}\n\n${diff(root, base, `manifests/${environment}`)}`;
}

function planSections(root: string, base: string): readonly string[] {
  const folder = join(root, 'plans');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => {
    const path = `plans/${file}`;
    const changed = answered(root, 'diff', '--stat', base, '--', path).trim() !== '' || !isTracked(root, path);
    return `### plan, ${file}\n\n${changed ? `${readFileSync(join(folder, file), 'utf8').match(/^ +- type: /gm)?.length ?? 0} resources` : 'nothing changes'}\n\n${diff(root, base, path)}`;
  });
}

function isTracked(root: string, path: string): boolean {
  return answered(root, 'ls-files', path).trim() !== '';
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

function diff(root: string, base: string, path: string): string {
  const text = answered(root, 'diff', '--no-color', base, '--', path);
  if (text === '') return '';
  const shown = text.length > longestDiff ? `${text.slice(0, longestDiff)}\n… cut: ${text.length} characters in all` : text;
  return `<details><summary>difference</summary>\n\n\`\`\`diff\n${shown}\n\`\`\`\n\n</details>`;
}
