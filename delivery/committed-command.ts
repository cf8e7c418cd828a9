/** The command `npm run committed` as a function: the repository is an argument. */
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { git } from './git';

const help = `Compares what npm start, npm run plan and npm run audit wrote with what is committed, and shows the difference.

  npm run committed             ends with 1 when they differ
  npm run committed -- --help   this text
`;

const generated = ['manifests', 'plans', 'docs/audit'] as const;

/** @param root - of a git repository */
export function committedCommand(args: readonly string[], root: string): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', default: false } } });
    if (values.help) return succeeded(help);
    const changed = git(root, 'diff', '--exit-code', '--', ...generated);
    // files of a new environment are in no diff until they are added
    const untracked = lines(git(root, 'ls-files', '--others', '--exclude-standard', '--', ...generated).output);
    if (changed.ok && untracked.length === 0) return succeeded('');
    const names = [...lines(git(root, 'diff', '--name-only', '--', ...generated).output), ...untracked];
    const stderr = `${['generated files must be committed with what they are generated from:', ...names].join('\n  ')}\n`;
    return { status: 1, stdout: changed.output, stderr };
  });
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
